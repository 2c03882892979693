/** Two servers on loopback, the configured one and another, and what reaches each of them. */
import { createServer, type IncomingHttpHeaders, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import type { Reach } from "../../provider/lifecycle/bring-to";
import { openSession } from "../../provider/session";
import { readSettings } from "../../provider/settings/settings";

export interface Received {
  readonly method: string;
  readonly path: string;
  readonly headers: IncomingHttpHeaders;
}

export interface Answer {
  readonly status: number;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: unknown;
}

export interface TestServer {
  readonly url: string;
  readonly received: Received[];
  /** Answers every request from now on. */
  answer: (request: Received) => Answer;
  close(): Promise<void>;
}

export async function startServer(): Promise<TestServer> {
  const received: Received[] = [];
  const server: Server = createServer((request, response) => {
    const { method = "", url: path = "", headers } = request;
    received.push({ method, path, headers });
    const { status, headers: own, body } = started.answer({ method, path, headers });
    response.writeHead(status, { "Content-Type": "application/json", ...own });
    response.end(body === undefined ? undefined : JSON.stringify(body));
  });
  await new Promise<void>((listening) => server.listen(0, "127.0.0.1", listening));
  const started: TestServer = {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    received,
    answer: () => ({ status: 200, body: { id: "1", value: [] } }),
    close: () =>
      new Promise((closed) => {
        server.close(() => closed());
        server.closeAllConnections();
      }),
  };
  return started;
}

/** What an operation works with, over the real network. */
export function connect(graph: TestServer, authority: TestServer, more: Record<string, string> = {}): Reach {
  const config: Record<string, string> = {
    graphEndpoint: graph.url,
    authorityHost: authority.url,
    accessToken: "token-that-must-not-travel",
    timeoutSeconds: "5",
    ...more,
  };
  const settings = readSettings({ environment: {}, config: (key) => config[key.replace("connectedorgs:", "")] });
  return openSession(settings).reach("testing");
}
