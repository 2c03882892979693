/** Servers on loopback that keep what they receive and answer what a test tells them to. */
import { createServer, type IncomingHttpHeaders, type RequestListener } from "node:http";
import { createServer as createSecureServer } from "node:https";
import type { AddressInfo } from "node:net";
import { type Clock, systemClock } from "../../provider/clock";
import type { Reach } from "../../provider/lifecycle/reach";
import { openSession } from "../../provider/session";
import { readSettings } from "../../provider/settings/settings";

export interface Received {
  readonly method: string;
  /** With its query. */
  readonly path: string;
  readonly headers: IncomingHttpHeaders;
}

export interface Answer {
  readonly status: number;
  readonly headers?: Readonly<Record<string, string>>;
  /** A string is sent as it is, anything else as JSON. */
  readonly body?: unknown;
}

export interface TestServer {
  readonly url: string;
  readonly received: Received[];
  /** Answers every request from now on. */
  answer: (request: Received) => Answer;
  close(): Promise<void>;
}

export interface Tls {
  readonly key: string | Buffer;
  readonly cert: string;
}

export async function startServer(tls?: Tls): Promise<TestServer> {
  const received: Received[] = [];
  const respond: RequestListener = ({ method = "", url: path = "", headers }, response) => {
    received.push({ method, path, headers });
    const { status, headers: own, body } = started.answer({ method, path, headers });
    response.writeHead(status, { "Content-Type": "application/json", ...own });
    response.end(typeof body === "string" ? body : JSON.stringify(body));
  };
  const server = tls ? createSecureServer(tls, respond) : createServer(respond);
  await new Promise<void>((listening) => server.listen(0, "127.0.0.1", listening));
  const started: TestServer = {
    url: `${tls ? "https" : "http"}://127.0.0.1:${(server.address() as AddressInfo).port}`,
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

/** The real one, put forward where the provider would sleep: what comes over the network takes its time all the same. */
function sleeplessClock(): Clock {
  let slept = 0;
  return {
    ...systemClock,
    now: () => Date.now() + slept,
    sleep: async (milliseconds, signal) => {
      signal?.throwIfAborted();
      slept += milliseconds;
    },
  };
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
  return openSession(settings, { clock: sleeplessClock() }).reach();
}

export interface Issuer {
  /** For pipelines. */
  readonly secureUrl: string;
  /** For machines. */
  readonly url: string;
  /** The requests since the last call; `by` is the header that entitles the caller. */
  asked(): { method: string; path: string; query: Record<string, string>; by: string }[];
  /** Answers every request from now on. */
  answerWith(answer: Answer): void;
  close(): Promise<void>;
}

/**
 * Where pipelines and machines get their tokens: GitHub Actions and Azure Pipelines over TLS, App Service and the
 * instance metadata service over plain HTTP on the machine itself.
 *
 * @see https://docs.github.com/actions/reference/security/oidc
 * @see https://learn.microsoft.com/rest/api/azure/devops/distributedtask/oidctoken/create
 * @see https://learn.microsoft.com/azure/app-service/overview-managed-identity#rest-endpoint-reference
 */
export async function startIssuer(tls: Tls): Promise<Issuer> {
  const servers = await Promise.all([startServer(tls), startServer()]);
  const [secure, plain] = servers;
  const issuer: Issuer = {
    secureUrl: secure.url,
    url: plain.url,
    asked: () =>
      servers
        .flatMap(({ received }) => received.splice(0))
        .map(({ method, path: url, headers }) => {
          const { pathname: path, searchParams } = new URL(url, plain.url);
          const by = headers.authorization ?? headers["x-identity-header"] ?? headers["metadata"] ?? "";
          return { method, path, query: Object.fromEntries(searchParams), by: String(by) };
        }),
    answerWith(answer) {
      for (const server of servers) server.answer = () => answer;
    },
    async close() {
      await Promise.all(servers.map((server) => server.close()));
    },
  };
  issuer.answerWith({ status: 404, body: "" });
  return issuer;
}
