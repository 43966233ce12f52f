// A service that answers what a test says, request by request, and keeps what it was sent.
import { ApiClient, token } from "@cognite/pygen-runtime";

/** One request as it was sent. */
export interface Sent {
  /** Below the project. */
  readonly path: string;
  readonly text: string;
}

/** An answer: data, JSON as text, or a status and a body. */
export type Scripted = string | object | (() => Response | Promise<Response>);

/** A service that answers what a test says. */
export class InstanceService {
  readonly sent: Sent[] = [];
  /** What is answered to those that look views up, beside all other requests and answers; undefined: as to others. */
  views: Scripted | undefined;
  readonly answers: Scripted[];

  constructor(...answers: readonly Scripted[]) {
    this.answers = [...answers];
  }

  /** A client of it, which does not try again. */
  client(): ApiClient {
    return new ApiClient({
      baseUrl: "https://cdf.example",
      project: "p",
      credentials: token("t"),
      retry: { maxRetries: 0, maxConnectionRetries: 0 },
      fetch: (url, init) => {
        const path = String(url).split("/projects/p")[1] ?? "";
        const text = String(init?.body);
        if (this.views !== undefined && path === "/models/views/byids") {
          return Promise.resolve(responseOf(this.views));
        }
        this.sent.push({ path, text });
        return Promise.resolve(responseOf(this.answers.shift() ?? done(path, JSON.parse(text))));
      },
    });
  }
}

function responseOf(answer: Scripted): Response | Promise<Response> {
  if (typeof answer === "function") {
    return answer();
  }
  const body = typeof answer === "string" ? answer : JSON.stringify(answer);
  return new Response(body, { headers: { "content-type": "application/json" } });
}

/** The answer of the service to what it refuses. */
export function refused(status: number, message: string): () => Response {
  return () => new Response(JSON.stringify({ error: { code: status, message } }), { status });
}

/** The answer to a write or delete that was carried out, or of a read that found nothing. */
function done(path: string, body: { readonly items?: readonly object[] }): object {
  const items = body.items ?? [];
  if (path === "/models/instances") {
    const more = { version: 1, wasModified: true, createdTime: 1, lastUpdatedTime: 1 };
    return { items: items.map((item) => ({ ...item, ...more })) };
  }
  return path.endsWith("/query") ? { items: {} } : { items: path.endsWith("/delete") ? items : [] };
}
