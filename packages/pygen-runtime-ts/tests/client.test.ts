// The client against the emulator: real sockets, real refusals.
import assert from "node:assert/strict";
import { after, before, test } from "node:test";

import { ApiClient, token } from "@cognite/pygen-runtime";

import { Emulator } from "./emulator.ts";

let cdf: Emulator;

before(async () => {
  cdf = await Emulator.start({ spaces: ["shop"] });
});

after(async () => await cdf.stop());

test("a client reads what the service has", async () => {
  await using client = new ApiClient({ baseUrl: cdf.baseUrl, project: cdf.project, credentials: token(cdf.token) });

  const answer = await client.get("/models/spaces", { limit: 10 });

  assert.equal(answer.status, 200);
  assert.match(answer.text, /"shop"/);
});
