// Logins of persons in a browser.
import assert from "node:assert/strict";
import { createHash } from "node:crypto";
import { afterEach, test } from "node:test";

import {
  browserLogin,
  type BrowserLoginOptions,
  cogniteEndpoints,
  type Credentials,
  entraBrowserLogin,
  type LoginPage,
  popup,
  samePage,
} from "@cognite/pygen-runtime";

import { clientOf, ENDPOINTS, type Form, refused, rejection } from "./personLogin.ts";

const BACK = "https://app.example/back";

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

test("an address that is missing is refused before anything is sent", () => {
  const { tokenUrl } = ENDPOINTS;

  assert.throws(() => browser({ endpoints: { tokenUrl } }), /Give authorizationUrl, or discoveryUrl/);
});

test("Entra ID has a shortcut, and Cognite's own provider is discovered", async () => {
  const entra = { clientId: "app", tenantId: "my-tenant", baseUrl: "https://westeurope-1.cognitedata.com" };
  const [page, other] = [new Page(), new Page()];
  const one = clientOf(entraBrowserLogin({ ...entra, redirectUri: BACK, page }), () => ({ access_token: "one" }));
  const two = clientOf(
    browser({ page: other, endpoints: cogniteEndpoints() }),
    (url) =>
      url.includes(".well-known")
        ? { authorization_endpoint: "https://auth.cognite.com/authorize" }
        : { access_token: "one" },
  );

  await Promise.all([one, two].map(({ client }) => client.get("/models/spaces")));

  const scope = "https://westeurope-1.cognitedata.com/.default openid profile offline_access";
  assert.equal(page.opened[0]?.origin, "https://login.microsoftonline.com");
  assert.equal(page.opened[0]?.searchParams.get("scope"), scope);
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
