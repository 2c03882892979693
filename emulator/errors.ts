// Errors in Graph's form, and the ways in which gateways and services deviate from the documented body.
import type { Switches } from "./switches";

export type ErrorStyle = Switches["errorStyle"];

export class GraphError extends Error {
  constructor(
    readonly status: number,
    readonly code: string,
    message: string,
    readonly headers: Readonly<Record<string, string>> = {},
  ) {
    super(message);
    this.name = "GraphError";
  }
}

/** The connection ends without a complete answer. */
export class BrokenConnection extends Error {
  constructor(
    readonly how: "reset" | "hang" | "truncated",
    readonly response?: Response,
  ) {
    super(`connection fault: ${how}`);
    this.name = "BrokenConnection";
  }
}

export interface RequestIds {
  readonly requestId: string;
  readonly clientRequestId: string;
}

export const jsonContentType =
  "application/json;odata.metadata=minimal;odata.streaming=true;IEEE754Compatible=false;charset=utf-8";

const guidPattern = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/i;

export function isGuid(text: string): boolean {
  return guidPattern.test(text);
}

export function badRequest(message: string): GraphError {
  return new GraphError(400, "BadRequest", message);
}

export function notFound(): GraphError {
  return new GraphError(404, "ResourceNotFound", "The resource was not found.");
}

export function methodNotAllowed(allowed: readonly string[]): GraphError {
  const message = "Specified HTTP method is not allowed for the request target.";
  return new GraphError(405, "BadRequest", message, { Allow: allowed.join(", ") });
}

export function unsupportedEncoding(): GraphError {
  return new GraphError(415, "UnsupportedMediaType", "The Content-Encoding of the request is not supported.");
}

export function forbidden(switches: Readonly<Switches>): GraphError {
  const reason = switches.forbiddenReason === "notAuthorized" ? "The caller is not authorized." : "Unauthorized";
  return new GraphError(
    403,
    "UnAuthorized",
    `Attempted to perform an unauthorized operation. User is not authorized to perform the operation. Reason: ${reason}`,
  );
}

export function graphHeaders(ids: RequestIds, now: number): Record<string, string> {
  return {
    "Cache-Control": "no-cache",
    "OData-Version": "4.0",
    "request-id": ids.requestId,
    "client-request-id": ids.clientRequestId,
    Date: new Date(now).toUTCString(),
  };
}

function htmlBody(error: GraphError): string {
  return `<html><head><title>${error.status}</title></head><body><h1>${error.status}</h1><hr>gateway</body></html>`;
}

function jsonBody(error: GraphError, style: ErrorStyle, ids: RequestIds, now: number): string {
  const inner = {
    date: new Date(now).toISOString().slice(0, 19),
    "request-id": ids.requestId,
    "client-request-id": ids.clientRequestId,
  };
  const code = style === "lowercaseCode" ? error.code.toLowerCase() : error.code;
  const innerName = style === "innererror" ? "innererror" : "innerError";
  return JSON.stringify({ error: { code, message: error.message, [innerName]: inner } });
}

export function renderError(error: GraphError, style: ErrorStyle, ids: RequestIds, now: number): Response {
  const headers = { ...graphHeaders(ids, now), ...error.headers };
  if (style === "empty") return new Response(null, { status: error.status, headers });
  const contentType = style === "html" ? "text/html; charset=utf-8" : jsonContentType;
  const body = style === "html" ? htmlBody(error) : jsonBody(error, style, ids, now);
  return new Response(body, { status: error.status, headers: { "Content-Type": contentType, ...headers } });
}
