import type { ApiClient } from "../client.ts";
import type { Progress } from "../progress.ts";

/** What every upsert and delete needs to know of its client. */
export interface WriteContext {
  readonly client: ApiClient;
  /** Where instances are that are named by text alone. */
  readonly instanceSpace?: string | undefined;
  /** Told how far long calls have come. */
  readonly progress?: Progress | undefined;
}
