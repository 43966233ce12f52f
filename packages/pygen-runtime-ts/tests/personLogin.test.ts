// Logins of persons: with a code on another device, and in a browser.
import assert from "node:assert/strict";
import { createHash } from "node:crypto";
import { afterEach, test } from "node:test";

import {
  ApiClient,
  browserLogin,
  type BrowserLoginOptions,
  cogniteEndpoints,
  type Credentials,
  deviceCode,
  type DeviceCodeOptions,
  type DevicePrompt,
  entraBrowserLogin,
  entraDeviceCode,
  type LoginPage,
  OAuth2Error,
  popup,
  samePage,
} from "@cognite/pygen-runtime";

import { ScriptedClock } from "./scriptedClock.ts";
import { type Reply, ScriptedService } from "./scriptedService.ts";

const ENDPOINTS = {
  tokenUrl: "https://login.example/token",
  deviceUrl: "https://login.example/device",
  authorizationUrl: "https://login.example/authorize?tenant=t",
} as const;
const BEGUN = {
  device_code: "s3cr3t",
  user_code: "ABC-123",
  verification_uri: "https://login.example/page",
  expires_in: 900,
  interval: 2,
} as const;
const BACK = "https://app.example/back";

type Form = Readonly<Record<string, string>>;

/** A client of a service that takes any token; `provider` answers the forms of the login. */
function clientOf(credentials: Credentials, provider: (url: string, form: Form) => Reply) {
  const clock = new ScriptedClock();
  const forms: Form[] = [];
  const service = new ScriptedService(({ url, body }) => {
    if (url.startsWith("https://cdf.example")) {
      return {};
    }
    const form = Object.fromEntries(new URLSearchParams(body));
    forms.push(form);
    return provider(url, form);
  });
  const client = new ApiClient({
    baseUrl: "https://cdf.example",
    project: "p",
    credentials,
    clock,
    retry: { maxRetries: 0, maxConnectionRetries: 0 },
    fetch: service.fetch,
  });
  return { client, service, clock, forms };
}

function refused(error: string, description = ""): Reply {
  return Response.json({ error, error_description: description }, { status: 400 });
}

async function rejection(promise: Promise<unknown>): Promise<OAuth2Error> {
  const error = await promise.then(() => assert.fail("no error"), (error: unknown) => error);
  assert.ok(error instanceof OAuth2Error, String(error));
  return error;
}

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
  assert.throws(() => browser({ endpoints: { tokenUrl } }), /Give authorizationUrl, or discoveryUrl/);
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

/** A page that a person logs in on at once: what the browser comes back with. */
class Page implements LoginPage {
  readonly opened: URL[] = [];
  readonly #query: Form;

  constructor(query: Form = { code: "c0de" }) {
    this.#query = query;
  }

  open(url: string, redirectUri: string): Promise<string> {
    const opened = new URL(url);
    this.opened.push(opened);
    const query = new URLSearchParams({ state: opened.searchParams.get("state") ?? "", ...this.#query });
    return Promise.resolve(`${redirectUri}?${query}`);
  }
}

function browser(options: Partial<BrowserLoginOptions>): Credentials {
  return browserLogin({ clientId: "app", endpoints: ENDPOINTS, redirectUri: BACK, ...options });
}

test("a browser proves with PKCE that who comes back is who went", async () => {
  const page = new Page();
  const { client, forms } = clientOf(browser({ page, scopes: ["openid", "email"] }), () => ({ access_token: "one" }));

  await client.get("/models/spaces");

  const asked = Object.fromEntries(page.opened[0]?.searchParams ?? []);
  const [form = {}] = forms;
  const challenge = createHash("sha256").update(form["code_verifier"] ?? "").digest("base64url");
  assert.deepEqual(asked, {
    tenant: "t",
    response_type: "code",
    client_id: "app",
    redirect_uri: BACK,
    scope: "openid email",
    state: asked["state"],
    code_challenge: challenge,
    code_challenge_method: "S256",
  });
  assert.deepEqual(form, {
    grant_type: "authorization_code",
    code: "c0de",
    redirect_uri: BACK,
    code_verifier: form["code_verifier"],
    client_id: "app",
  });
});

const FAILED: readonly (readonly [string, Form, RegExp])[] = [
  ["that the person ends", { error: "access_denied", error_description: "no" }, /failed \(access_denied: no\)/],
  ["without a code", {}, /no code came back/],
  ["of somebody else", { code: "c0de", state: "other" }, /another login/],
];

for (const [what, query, message] of FAILED) {
  test(`a login ${what} is an error, and nothing is asked for`, async () => {
    const { client, forms } = clientOf(browser({ page: new Page(query) }), () => ({ access_token: "one" }));

    assert.match((await rejection(client.get("/models/spaces"))).message, message);
    assert.deepEqual(forms, []);
  });
}

test("a code that is refused is not shown", async () => {
  const { client } = clientOf(browser({ page: new Page() }), () => refused("invalid_grant", "c0de is used up"));

  const error = await rejection(client.get("/models/spaces"));

  assert.match(error.message, /\*\*\* is used up.*Check client id and redirect URI/);
});

test("a person who takes too long is not waited for", async () => {
  const page: LoginPage = {
    open: (_url, _redirectUri, signal) =>
      new Promise((_, reject) => signal.addEventListener("abort", () => reject(signal.reason), { once: true })),
  };
  const { client } = clientOf(browser({ page, timeout: 20 }), () => ({ access_token: "one" }));

  assert.match((await rejection(client.get("/models/spaces"))).message, /Nobody logged in within 0.02 seconds/);
});

test("Entra ID has shortcuts for both, and Cognite's own provider is discovered", async () => {
  const entra = { clientId: "app", tenantId: "my-tenant", baseUrl: "https://westeurope-1.cognitedata.com" };
  const [page, other] = [new Page(), new Page()];
  const one = clientOf(entraBrowserLogin({ ...entra, redirectUri: BACK, page }), () => ({ access_token: "one" }));
  const two = clientOf(
    entraDeviceCode({ ...entra, prompt: () => undefined }),
    (url) => url.endsWith("/devicecode") ? BEGUN : { access_token: "one" },
  );
  const three = clientOf(
    browser({ page: other, endpoints: cogniteEndpoints() }),
    (url) =>
      url.includes(".well-known")
        ? { authorization_endpoint: "https://auth.cognite.com/authorize" }
        : { access_token: "one" },
  );

  await Promise.all([one, two, three].map(({ client }) => client.get("/models/spaces")));

  const scope = "https://westeurope-1.cognitedata.com/.default openid profile offline_access";
  assert.equal(page.opened[0]?.origin, "https://login.microsoftonline.com");
  assert.equal(page.opened[0]?.searchParams.get("scope"), scope);
  assert.equal(two.forms[0]?.["scope"], scope);
  assert.equal(other.opened[0]?.origin, "https://auth.cognite.com");
});

// What a browser has and node has not.
const GLOBALS = ["open", "location", "sessionStorage"] as const;
const BEFORE = GLOBALS.map((name) => [name, Object.getOwnPropertyDescriptor(globalThis, name)] as const);

function browserHas(values: Readonly<Record<string, unknown>>): void {
  for (const [name, value] of Object.entries(values)) {
    Object.defineProperty(globalThis, name, { value, configurable: true, writable: true });
  }
}

afterEach(() => {
  for (const [name, descriptor] of BEFORE) {
    Reflect.deleteProperty(globalThis, name);
    if (descriptor !== undefined) {
      Object.defineProperty(globalThis, name, descriptor);
    }
  }
});

/** A window that shows the provider's page at first, then what comes next. */
function windowOf(next: () => string | "closed") {
  let looks = 0;
  return {
    closedByUs: false,
    get closed() {
      return looks > 1 && next() === "closed";
    },
    get location() {
      if (++looks < 2) {
        throw new DOMException("of another origin", "SecurityError");
      }
      return { href: next() };
    },
    close() {
      this.closedByUs = true;
    },
  };
}

test("a popup is closed when the browser has come back in it", async () => {
  let opened = "";
  const shown = windowOf(() => `${BACK}?code=c0de&state=${new URL(opened).searchParams.get("state")}`);
  browserHas({ open: (url: string) => (opened = url, shown) });
  const { client, service } = clientOf(browser({}), () => ({ access_token: "one" }));

  await client.get("/models/spaces");

  assert.equal(service.requests.at(-1)?.headers.get("authorization"), "Bearer one");
  assert.equal(shown.closedByUs, true);
});

test("a popup that is blocked or closed is an error", async () => {
  const shown = windowOf(() => "closed");
  const { client } = clientOf(browser({ page: popup() }), () => ({ access_token: "one" }));

  browserHas({ open: () => null });
  assert.match((await rejection(client.get("/models/spaces"))).message, /opened no window.*samePage/);
  browserHas({ open: () => shown });
  assert.match((await rejection(client.get("/models/spaces"))).message, /was closed/);
});

test("a popup is closed when nobody wants the login any more", async () => {
  const shown = windowOf(() => "https://login.example/page");
  browserHas({ open: () => shown });
  const { client } = clientOf(browser({}), () => ({ access_token: "one" }));

  const error = await client.get("/models/spaces", {}, { signal: AbortSignal.timeout(30) }).then(
    () => assert.fail("no error"),
    (error: unknown) => error as Error,
  );
  await new Promise((resolve) => setTimeout(resolve));

  assert.equal(error.name, "TimeoutError");
  assert.equal(shown.closedByUs, true);
});

test("a page that is left for the login goes on when it begins anew", async () => {
  const stored = new Map<string, string>();
  let opened = "";
  const sessionStorage = {
    getItem: (name: string) => stored.get(name) ?? null,
    setItem: (name: string, value: string) => void stored.set(name, value),
    removeItem: (name: string) => void stored.delete(name),
  };
  browserHas({ sessionStorage, location: { href: BACK, assign: (url: string) => opened = url } });
  const left = clientOf(browser({ page: samePage() }), () => ({ access_token: "one" }));
  void left.client.get("/models/spaces").catch(() => undefined);
  while (opened === "") {
    await new Promise((resolve) => setTimeout(resolve));
  }

  const href = `${BACK}?code=c0de&state=${new URL(opened).searchParams.get("state")}`;
  browserHas({ location: { href, assign: () => assert.fail("left again") } });
  const back = clientOf(browser({ page: samePage() }), () => ({ access_token: "one" }));
  await back.client.get("/models/spaces");

  assert.equal(back.forms[0]?.["code"], "c0de");
  const challenge = createHash("sha256").update(back.forms[0]?.["code_verifier"] ?? "").digest("base64url");
  assert.equal(challenge, new URL(opened).searchParams.get("code_challenge"));
  assert.equal(stored.size, 0);
  left.client.close();
});
