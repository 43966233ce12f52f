// A local CDF for tests: the emulator as a process of its own, on a free port of this machine.
import { type ChildProcess, spawn } from "node:child_process";
import { delimiter } from "node:path";
import { env, platform } from "node:process";
import { fileURLToPath } from "node:url";

/** What the emulator begins with. Paths are relative to the root of the project. */
export interface EmulatorOptions {
  /** A data model: JSON or YAML file, or a Toolkit folder. */
  readonly source?: string;
  /** Spaces for instances. */
  readonly spaces?: readonly string[];
  /** Instances: JSON files with `items` as `POST /models/instances` takes them. */
  readonly data?: readonly string[];
  /** So many valid instances of the data model. */
  readonly seed?: number;
}

const ROOT = fileURLToPath(new URL("../../..", import.meta.url));
const SCRIPTS = `${ROOT}.venv/${platform === "win32" ? "Scripts" : "bin"}`;

/** An emulator that runs. Stop it with {@link Emulator.stop}, or `await using`. */
export class Emulator {
  readonly baseUrl: string;
  readonly project: string;
  /** A token that never expires. */
  readonly token: string;
  readonly tokenUrl: string;
  readonly clientId: string;
  readonly clientSecret: string;
  readonly #adminToken: string;
  readonly #process: ChildProcess;

  constructor(process: ChildProcess, said: Readonly<Record<string, string>>) {
    const of = (name: string): string => said[name] ?? "";
    this.#process = process;
    this.baseUrl = of("base_url");
    this.project = of("project");
    this.token = of("token");
    this.tokenUrl = of("token_url");
    this.clientId = of("client_id");
    this.clientSecret = of("client_secret");
    this.#adminToken = of("admin_token");
  }

  /** Starts one and waits until it serves. */
  static async start(options: EmulatorOptions = {}): Promise<Emulator> {
    const given = [
      ...(options.source === undefined ? [] : ["--source", options.source]),
      ...(options.spaces ?? []).flatMap((space) => ["--space", space]),
      ...(options.data ?? []).flatMap((file) => ["--data", file]),
      ...(options.seed === undefined ? [] : ["--seed", String(options.seed)]),
    ];
    const process = spawn("pygen", ["emulator", "--port", "0", "--json", "--admin", ...given], {
      cwd: ROOT,
      env: { ...env, PATH: `${SCRIPTS}${delimiter}${env["PATH"] ?? ""}` },
      stdio: ["ignore", "pipe", "pipe"],
    });
    return new Emulator(process, await announced(process));
  }

  /** Makes requests go wrong, by a rule such as `POST /models/instances/list 503 x2`, until {@link Emulator.heal}. */
  async fail(...rules: readonly string[]): Promise<void> {
    await this.#admin("POST", { items: rules.map((rule) => ({ rule })) });
  }

  /** Lets nothing go wrong any more. */
  async heal(): Promise<void> {
    await this.#admin("DELETE");
  }

  /** Ends the process. */
  async stop(): Promise<void> {
    const ended = new Promise((resolve) => this.#process.once("close", resolve));
    this.#process.kill();
    await ended;
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.stop();
  }

  async #admin(method: string, body?: unknown): Promise<void> {
    const headers = { authorization: `Bearer ${this.#adminToken}`, "content-type": "application/json" };
    const init = body === undefined ? { method, headers } : { method, headers, body: JSON.stringify(body) };
    const answer = await fetch(`${this.baseUrl}/admin/faults`, init);
    const text = await answer.text();
    if (!answer.ok) {
      throw new Error(`the emulator refused a rule: ${text}`);
    }
  }
}

/** What the process says of itself once it serves: one JSON object over several lines. */
async function announced(process: ChildProcess): Promise<Readonly<Record<string, string>>> {
  let said = "";
  let trouble = "";
  process.stderr?.on("data", (part) => trouble += String(part));
  return await new Promise((resolve, reject) => {
    process.once("error", reject);
    process.once("close", () => reject(new Error(`the emulator did not start: ${trouble}${said}`)));
    process.stdout?.on("data", (part) => {
      said += String(part);
      if (said.trimEnd().endsWith("\n}")) {
        resolve(JSON.parse(said));
      }
    });
  });
}
