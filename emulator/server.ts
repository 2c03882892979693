// The emulator on a port. Connection faults affect the real socket here.
import { createServer as createHttpServer, type IncomingMessage, type ServerResponse } from "node:http";
import { createServer as createHttpsServer } from "node:https";
import type { AddressInfo } from "node:net";
import { promisify } from "node:util";
import { gzip } from "node:zlib";
import { getRequestListener } from "@hono/node-server";
import { RESPONSE_ALREADY_SENT } from "@hono/node-server/utils/response";
import { BrokenConnection } from "./errors";

const gzipped = promisify(gzip);

export interface ListenOptions {
  /** @default 0, any free port */
  port?: number;
  /** @default "127.0.0.1" */
  host?: string;
  tls?: { key: string | Buffer; cert: string | Buffer };
}

export interface Listener {
  readonly url: string;
  /** Stops listening and closes every open connection, including those that still wait for an answer. */
  close(): Promise<void>;
}

interface NodePair {
  readonly incoming: IncomingMessage;
  readonly outgoing: ServerResponse;
}

async function sendHalf(response: Response, { incoming, outgoing }: NodePair): Promise<void> {
  const body = Buffer.from(await response.arrayBuffer());
  const headers = { ...Object.fromEntries(response.headers), "content-length": String(Math.max(1, body.length)) };
  outgoing.writeHead(response.status, headers);
  outgoing.flushHeaders();
  await new Promise((sent) => outgoing.write(body.subarray(0, Math.floor(body.length / 2)), sent));
  incoming.socket.destroy();
}

async function breakConnection(fault: BrokenConnection, pair: NodePair): Promise<Response> {
  if (fault.how === "hang") await new Promise((ended) => pair.incoming.socket.once("close", ended));
  if (fault.how === "truncated" && fault.response !== undefined) await sendHalf(fault.response, pair);
  pair.incoming.socket.destroy();
  return RESPONSE_ALREADY_SENT;
}

/** A request that no `Request` can stand for. */
function refuseTrace({ method }: IncomingMessage, outgoing: ServerResponse): boolean {
  if (method !== "TRACE") return false;
  outgoing.writeHead(405, { Allow: "GET, POST, PUT, PATCH, DELETE" }).end();
  return true;
}

async function compress(request: Request, response: Response): Promise<Response> {
  const isWanted = /\bgzip\b(?!\s*;\s*q=0(\.0*)?\s*(,|$))/i.test(request.headers.get("accept-encoding") ?? "");
  if (!isWanted || response.body === null) return response;
  const bytes = await gzipped(await response.arrayBuffer());
  const headers = new Headers(response.headers);
  headers.set("Content-Encoding", "gzip");
  headers.set("Content-Length", String(bytes.length));
  headers.append("Vary", "Accept-Encoding");
  return new Response(bytes, { status: response.status, headers });
}

export async function listen(
  handle: (request: Request) => Promise<Response>,
  { port = 0, host = "127.0.0.1", tls }: ListenOptions,
): Promise<Listener> {
  const onRequest = getRequestListener(
    async (request, env) => {
      try {
        return await compress(request, await handle(request));
      } catch (error) {
        if (error instanceof BrokenConnection) return breakConnection(error, env as NodePair);
        throw error;
      }
    },
    { overrideGlobalObjects: false },
  );
  const respond = (incoming: IncomingMessage, outgoing: ServerResponse) =>
    refuseTrace(incoming, outgoing) || onRequest(incoming, outgoing);
  const options = { ...tls, keepAliveTimeout: 60_000 };
  const server = tls === undefined ? createHttpServer(options, respond) : createHttpsServer(options, respond);
  await new Promise<void>((resolve, reject) => {
    server.once("error", reject);
    server.listen(port, host, resolve);
  });
  const address = server.address() as AddressInfo;
  const name = address.family === "IPv6" ? `[${address.address}]` : address.address;
  return {
    // An origin omits the default port, and clients compare it with the links and issuers they get.
    url: new URL(`${tls === undefined ? "http" : "https"}://${name}:${address.port}`).origin,
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}
