/**
 * Where pipelines and machines get their tokens: GitHub Actions and Azure Pipelines over TLS, App Service and the
 * instance metadata service in plain on the machine itself.
 *
 * @see https://docs.github.com/actions/reference/security/oidc
 * @see https://learn.microsoft.com/rest/api/azure/devops/distributedtask/oidctoken/create
 * @see https://learn.microsoft.com/azure/app-service/overview-managed-identity#rest-endpoint-reference
 */
import { createServer, type IncomingMessage, type RequestListener } from "node:http";
import { createServer as createSecureServer } from "node:https";
import type { AddressInfo } from "node:net";

export interface Asked {
  readonly method: string | undefined;
  readonly path: string;
  readonly query: Readonly<Record<string, string>>;
  /** The header by which the caller shows that it may ask. */
  readonly by: string;
}

export interface Answer {
  readonly status: number;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body: unknown;
}

export interface Issuer {
  /** Of pipelines. */
  readonly secureUrl: string;
  /** Of machines. */
  readonly url: string;
  /** The requests since the last call. */
  asked(): Asked[];
  /** What is answered from now on; a text is sent as it is. */
  answerWith(answer: Answer): void;
  close(): Promise<void>;
}

export async function startIssuer(tls: { key: string | Buffer; cert: string }): Promise<Issuer> {
  const asked: Asked[] = [];
  let answer: Answer = { status: 404, body: "" };
  const respond: RequestListener = (request, response) => {
    asked.push(describe(request));
    const { status, headers, body } = answer;
    response.writeHead(status, { "content-type": "application/json", ...headers });
    response.end(typeof body === "string" ? body : JSON.stringify(body));
  };
  const servers = [createSecureServer(tls, respond), createServer(respond)] as const;
  await Promise.all(servers.map((server) => new Promise<void>((done) => server.listen(0, "127.0.0.1", done))));
  const [securePort, port] = servers.map((server) => (server.address() as AddressInfo).port);
  return {
    secureUrl: `https://127.0.0.1:${securePort}`,
    url: `http://127.0.0.1:${port}`,
    asked: () => asked.splice(0),
    answerWith(next) {
      answer = next;
    },
    async close() {
      for (const server of servers) server.closeAllConnections();
      await Promise.all(servers.map((server) => new Promise((done) => server.close(done))));
    },
  };
}

function describe({ method, url = "", headers }: IncomingMessage): Asked {
  const { pathname, searchParams } = new URL(url, "http://machine");
  const by = headers.authorization ?? headers["x-identity-header"] ?? headers["metadata"] ?? "";
  return { method, path: pathname, query: Object.fromEntries(searchParams), by: String(by) };
}

/** A token of the kind that pipelines issue: Entra looks at its claims and, unlike the emulator, at its signature. */
export function issueJwt(claims: Readonly<Record<string, unknown>>): string {
  const encode = (part: unknown) => Buffer.from(JSON.stringify(part)).toString("base64url");
  const now = Math.floor(Date.now() / 1000);
  const whole = { aud: "api://AzureADTokenExchange", iat: now, exp: now + 600, ...claims };
  return `${encode({ typ: "JWT", alg: "RS256" })}.${encode(whole)}.signature`;
}
