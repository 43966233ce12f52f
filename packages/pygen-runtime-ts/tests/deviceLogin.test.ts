// Logins of persons with a code on another device.
import assert from "node:assert/strict";
import { test } from "node:test";

import {
  type Credentials,
  deviceCode,
  type DeviceCodeOptions,
  type DevicePrompt,
  entraDeviceCode,
} from "@cognite/pygen-runtime";

import { clientOf, ENDPOINTS, refused, rejection } from "./personLogin.ts";

const BEGUN = {
  device_code: "s3cr3t",
  user_code: "ABC-123",
  verification_uri: "https://login.example/page",
  expires_in: 900,
  interval: 2,
} as const;

function device(options: Partial<DeviceCodeOptions> = {}): Credentials {
  return deviceCode({ clientId: "app", endpoints: ENDPOINTS, prompt: () => undefined, ...options });
}

test("a device shows a code and waits until it was entered", async () => {
  const prompts: DevicePrompt[] = [];
  const answers = [refused("authorization_pending"), refused("slow_down"), { access_token: "one" }];
  const { client, clock, service } = clientOf(
    device({ prompt: (prompt) => void prompts.push(prompt) }),
    (url) => url === ENDPOINTS.deviceUrl ? BEGUN : answers.shift() ?? refused("too_often"),
  );

  await client.get("/models/spaces");

  assert.equal(
    prompts[0]?.message,
    "To log in, open https://login.example/page and enter the code ABC-123 within 5 minutes.",
  );
  assert.deepEqual(clock.waits, [2000, 2000, 7000]);
  assert.equal(service.requests.at(-1)?.headers.get("authorization"), "Bearer one");
});

test("a provider may have the page with the code filled in, and say nothing else", async () => {
  const prompts: DevicePrompt[] = [];
  const { verification_uri: verification_url, device_code, user_code } = BEGUN;
  const begun = { verification_url, device_code, user_code, verification_uri_complete: "https://login.example/ABC" };
  const { client, clock } = clientOf(
    device({ prompt: (prompt) => void prompts.push(prompt), timeout: 60_000 }),
    (url) => url === ENDPOINTS.deviceUrl ? begun : { access_token: "one" },
  );

  await client.get("/models/spaces");

  assert.equal(prompts[0]?.completeUrl, "https://login.example/ABC");
  assert.equal(prompts[0]?.url, "https://login.example/page");
  assert.equal(prompts[0]?.expiresIn, 60_000);
  assert.deepEqual(clock.waits, [5000]);
});

test("without a prompt of the caller's own the console says what to do", async (context) => {
  const said = context.mock.method(console, "warn", () => undefined);
  const { client } = clientOf(
    deviceCode({ clientId: "app", endpoints: ENDPOINTS }),
    (url) => url === ENDPOINTS.deviceUrl ? BEGUN : { access_token: "one" },
  );

  await client.get("/models/spaces");

  assert.match(String(said.mock.calls[0]?.arguments[0]), /enter the code ABC-123/);
});

test("a code that nobody enters is an error in the end", async () => {
  const { client, clock } = clientOf(
    device({ timeout: 10_000 }),
    (url) => url === ENDPOINTS.deviceUrl ? BEGUN : refused("authorization_pending"),
  );

  const error = await rejection(client.get("/models/spaces"));

  assert.equal(error.error, "expired_token");
  assert.match(error.message, /within 10 seconds/);
  assert.equal(clock.waits.length, 5);
});

test("a login that the person denies is an error that does not show the device's code", async () => {
  const { client } = clientOf(
    device(),
    (url) => url === ENDPOINTS.deviceUrl ? BEGUN : refused("access_denied", "not for s3cr3t"),
  );

  const error = await rejection(client.get("/models/spaces"));

  assert.equal(error.error, "access_denied");
  assert.match(error.message, /login with client "app".*not for \*\*\*.*Log in again/);
});

test("a provider that begins no login says why", async () => {
  const { client } = clientOf(device(), () => refused("unauthorized_client"));

  const error = await rejection(client.get("/models/spaces"));

  assert.match(error.message, /unauthorized_client.*the application may use device code/);
});

test("a beginning that lacks something is none", async () => {
  for (const name of ["device_code", "user_code", "verification_uri"] as const) {
    const { client } = clientOf(device(), () => ({ ...BEGUN, [name]: undefined }));

    assert.match((await rejection(client.get("/models/spaces"))).message, /refused to begin a login \(status 200\)/);
  }
});

test("an address that is missing is refused before anything is sent", () => {
  const { tokenUrl } = ENDPOINTS;

  assert.throws(() => device({ endpoints: { tokenUrl } }), /Give deviceUrl, or discoveryUrl/);
});

test("a token of which the provider does not say how long it lives is kept for an hour", async () => {
  for (const expires_in of [undefined, "soon", -1, 0]) {
    let count = 0;
    const { client, clock } = clientOf(
      device(),
      (url) => url === ENDPOINTS.deviceUrl ? BEGUN : { access_token: `token-${++count}`, expires_in },
    );
    await client.get("/models/spaces");
    clock.time += 3_560_000;
    await client.get("/models/spaces");
    clock.time += 10_000;
    await client.get("/models/spaces");

    assert.equal(count, 2, `${expires_in}`);
  }
});

test("a refresh token spares the next login, and is kept where the provider gives no other", async () => {
  const { client, clock, forms } = clientOf(device(), (url, form) => {
    if (url === ENDPOINTS.deviceUrl) {
      return BEGUN;
    }
    const refresh = form["grant_type"] === "refresh_token" ? {} : { refresh_token: "again" };
    return { access_token: `token ${forms.length}`.replace(" ", "-"), expires_in: 3600, ...refresh };
  });

  for (let hour = 0; hour < 3; hour++) {
    await client.get("/models/spaces");
    clock.time += 3_600_000;
  }

  const grants = forms.map((form) => form["refresh_token"] ?? form["grant_type"]);
  assert.deepEqual(grants, [undefined, "urn:ietf:params:oauth:grant-type:device_code", "again", "again"]);
});

test("a refresh token that is refused leads to a new login", async () => {
  const { client, clock, forms } = clientOf(device(), (url, form) => {
    if (url === ENDPOINTS.deviceUrl) {
      return BEGUN;
    }
    return form["grant_type"] === "refresh_token"
      ? new Response("", { status: 400 })
      : { access_token: "one", expires_in: 3600, refresh_token: "again" };
  });
  await client.get("/models/spaces");
  clock.time += 3_600_000;

  await client.get("/models/spaces");

  assert.equal(forms.length, 5);
});

test("a refresh that gets no answer asks nobody to log in again", async () => {
  const { client, clock, forms } = clientOf(device(), (url, form) => {
    if (url === ENDPOINTS.deviceUrl) {
      return BEGUN;
    }
    return form["grant_type"] === "refresh_token"
      ? new TypeError("fetch failed")
      : { access_token: "one", expires_in: 3600, refresh_token: "again" };
  });
  await client.get("/models/spaces");
  clock.time += 3_600_000;

  const error = await rejection(client.get("/models/spaces"));

  assert.match(error.message, /gave no answer/);
  assert.equal(forms.length, 3);
});

test("Entra ID has a shortcut", async () => {
  const entra = { clientId: "app", tenantId: "my-tenant", baseUrl: "https://westeurope-1.cognitedata.com" };
  const { client, forms } = clientOf(
    entraDeviceCode({ ...entra, prompt: () => undefined }),
    (url) => url.endsWith("/devicecode") ? BEGUN : { access_token: "one" },
  );

  await client.get("/models/spaces");

  assert.equal(forms[0]?.["scope"], "https://westeurope-1.cognitedata.com/.default openid profile offline_access");
});
