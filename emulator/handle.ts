// The way of a request: its body, the log, throttling and faults, then the routes.
import { setTimeout as wait } from "node:timers/promises";
import type { Hono } from "hono";
import { renderOutside } from "./app";
import { answerPreflight, shareWithPages } from "./cors";
import { BrokenConnection, GraphError } from "./errors";
import { applyFault } from "./faults";
import { readRequestText } from "./request-text";
import type { World } from "./world";

function isGraph({ url }: Request): boolean {
  return /^\/(v1\.0|beta)\//i.test(new URL(url).pathname);
}

export async function dispatch(
  world: World,
  route: (request: Request) => Response | Promise<Response>,
  request: Request,
): Promise<Response> {
  const { pathname, search } = new URL(request.url);
  const throttled = isGraph(request) && !/\/\$batch$/i.test(pathname) ? world.throttle.take() : undefined;
  if (throttled !== undefined) return renderOutside(world, request, throttled);
  const fault = world.faults.take(request.method, pathname + search);
  const run = async () => route(request);
  if (fault === undefined) return run();
  return applyFault(fault, run, (error, style) => renderOutside(world, request, error, style), world.clock());
}

function plainRequest({ url, method, headers: sent, signal }: Request, text: string): Request {
  const headers = new Headers(sent);
  headers.delete("content-encoding");
  // Bytes, because text would add a Content-Type that the caller did not send.
  const body = text === "" ? null : new TextEncoder().encode(text);
  return new Request(url, { method, headers, body, signal });
}

/** The request without its encoding, or the refusal of its body. */
async function readPlain(request: Request): Promise<{ plain: Request; text: string } | GraphError> {
  try {
    const text = await readRequestText(request);
    return { plain: plainRequest(request, text), text };
  } catch (error) {
    if (error instanceof GraphError) return error;
    throw error;
  }
}

async function answerGraph(world: World, request: Request): Promise<Response> {
  if (!isGraph(request)) return world.dispatch(request);
  return shareWithPages(request, answerPreflight(request) ?? (await world.dispatch(request)));
}

export async function handle(world: World, request: Request): Promise<Response> {
  const read = await readPlain(request);
  const entry = world.log.start(request, read instanceof GraphError ? "" : read.text);
  if (world.delays.request > 0) await wait(world.delays.request);
  try {
    const response =
      read instanceof GraphError ? renderOutside(world, request, read) : await answerGraph(world, read.plain);
    world.log.finish(entry, response.status);
    return response;
  } catch (error) {
    world.log.finish(entry, error instanceof BrokenConnection ? error.how : 500);
    throw error;
  }
}

export async function handleControl(control: Hono, request: Request): Promise<Response> {
  const read = await readPlain(request);
  if (read instanceof GraphError) return Response.json({ error: read.message }, { status: read.status });
  return control.fetch(read.plain);
}

/** The control routes, and the page of a browser, which does the same. */
export function isControl({ method, url, headers }: Request): boolean {
  const { pathname } = new URL(url);
  const isBrowser = method === "GET" && pathname === "/" && /\btext\/html\b/i.test(headers.get("accept") ?? "");
  return isBrowser || pathname.startsWith("/_emulator");
}
