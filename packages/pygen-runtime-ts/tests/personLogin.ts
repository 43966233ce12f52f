// Clients that a person logs in for, with a scripted identity provider.
import assert from "node:assert/strict";

import { ApiClient, type Credentials, OAuth2Error } from "@cognite/pygen-runtime";

import { ScriptedClock } from "./scriptedClock.ts";
import { type Reply, ScriptedService } from "./scriptedService.ts";

/** Addresses of a provider. */
export const ENDPOINTS = {
  tokenUrl: "https://login.example/token",
  deviceUrl: "https://login.example/device",
  authorizationUrl: "https://login.example/authorize?tenant=t",
} as const;

/** The fields of a form. */
export type Form = Readonly<Record<string, string>>;

/** A client that logs in, and what it did. */
export interface ScriptedLogin {
  readonly client: ApiClient;
  readonly service: ScriptedService;
  readonly clock: ScriptedClock;
  /** What the provider was asked. */
  readonly forms: readonly Form[];
}

/** A client of a service that takes any token; `provider` answers the forms of the login. */
export function clientOf(credentials: Credentials, provider: (url: string, form: Form) => Reply): ScriptedLogin {
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

/** The provider's answer to what it refuses. */
export function refused(error: string, description = ""): Reply {
  return Response.json({ error, error_description: description }, { status: 400 });
}

/** The error of a login that fails. */
export async function rejection(promise: Promise<unknown>): Promise<OAuth2Error> {
  const error = await promise.then(() => assert.fail("no error"), (error: unknown) => error);
  assert.ok(error instanceof OAuth2Error, String(error));
  return error;
}
