// A local CDF with the model of tests/vectors/wire, for all tests of a file.
import { after } from "node:test";

import { WireClient } from "./byHand/wire/index.ts";
import { Emulator } from "./emulator.ts";
import { clientOf, deploy } from "./wireSchema.ts";

/** What the tests of a file ask. */
export interface WireService {
  readonly cdf: Emulator;
  readonly shop: WireClient;
}

/**
 * Starts one, which stops after the tests of the file.
 *
 * @param fill puts into it what all tests read
 */
export async function wireService(fill?: (shop: WireClient) => Promise<unknown>): Promise<WireService> {
  const cdf = await Emulator.start();
  after(async () => await cdf.stop());
  await deploy(cdf);
  const shop = new WireClient(clientOf(cdf));
  await fill?.(shop);
  return { cdf, shop };
}
