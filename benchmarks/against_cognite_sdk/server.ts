// A static service on the loopback: pages of instances from a file, with a delay of their own, and nothing computed for them.
//
//     node server.ts FILE TOTAL MILLISECONDS
//
// FILE has an instance in each line; a longer read goes through them again. It prints its address, and ends with its
// standard input.
import { readFileSync } from "node:fs";
import { createServer, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { argv, exit, stdin } from "node:process";

const BLOCK = 1000;

const [file = "", total = "0", latency = "0"] = argv.slice(2);
const lines = readFileSync(file, "utf-8").trimEnd().split("\n");
const blocks = Array.from(
  { length: lines.length / BLOCK },
  (_, n) => Buffer.from(lines.slice(n * BLOCK, (n + 1) * BLOCK).join(",")),
);

/** Some of the instances, in whole blocks. */
function items(start: number, count: number): Buffer[] {
  return Array.from({ length: Math.ceil(count / BLOCK) }, (_, n) => {
    const block = blocks[(start / BLOCK + n) % blocks.length] ?? Buffer.alloc(0);
    return n === 0 ? [block] : [Buffer.from(","), block];
  }).flat();
}

/** The parts of the answer to a list or a query. */
function answer(path: string, body: string): Buffer[] {
  const request = JSON.parse(body);
  const isQuery = path.endsWith("/query");
  const [name = "", set] = isQuery ? Object.entries<{ limit: number }>(request.with)[0] ?? [] : [];
  const start = Number(isQuery ? request.cursors?.[name] ?? 0 : request.cursor ?? 0);
  const count = Math.min(isQuery ? set?.limit ?? BLOCK : request.limit, Number(total) - start);
  const next = start + count < Number(total) ? JSON.stringify(`${start + count}`) : undefined;
  const [before, after] = isQuery
    ? [`{"items":{"${name}":[`, `]},"nextCursor":{${next === undefined ? "" : `"${name}":${next}`}}}`]
    : ['{"items":[', `]${next === undefined ? "" : `,"nextCursor":${next}`}}`];
  return [Buffer.from(before), ...items(start, count), Buffer.from(after)];
}

function send(response: ServerResponse, parts: readonly Buffer[]): void {
  const length = parts.reduce((sum, part) => sum + part.length, 0);
  response.writeHead(200, { "content-type": "application/json", "content-length": length });
  response.cork();
  parts.forEach((part) => response.write(part));
  response.uncork();
  response.end();
}

const server = createServer((request, response) => {
  let body = "";
  request.setEncoding("utf-8").on("data", (part) => body += part).on("end", () => {
    const parts = answer(request.url ?? "", body);
    setTimeout(() => send(response, parts), Number(latency));
  });
});
server.listen(0, "127.0.0.1", () => console.log(`http://127.0.0.1:${(server.address() as AddressInfo).port}`));
stdin.on("end", () => exit()).resume();
