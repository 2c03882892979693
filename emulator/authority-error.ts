// Errors as the sign-in authority answers them.
import { isGuid } from "./errors";
import type { World } from "./world";

export class AuthorityError extends Error {
  constructor(
    readonly status: 400 | 401,
    readonly error: string,
    readonly code: number,
    message: string,
  ) {
    super(message);
    this.name = "AuthorityError";
  }
}

export function refuseClient(code: number, message: string): AuthorityError {
  return new AuthorityError(401, "invalid_client", code, message);
}

export function missingParameter(name: string): AuthorityError {
  const message = `The request body must contain the following parameter: '${name}'.`;
  return new AuthorityError(400, "invalid_request", 900144, message);
}

export function tenantNotFound(error: string, name: string): AuthorityError {
  const message = `Tenant '${name}' not found. Check to make sure you have the correct tenant ID and are signing into the correct cloud. Check with your subscription administrator, this may happen if there are no active subscriptions for the tenant.`;
  return new AuthorityError(400, error, 90002, message);
}

/** The libraries send it as a header or in the query. */
function sentCorrelationId({ headers, url }: Request): string | undefined {
  const name = "client-request-id";
  return [headers.get(name), new URL(url).searchParams.get(name)].find((id) => id !== null && isGuid(id)) ?? undefined;
}

export function renderAuthorityError(world: World, request: Request, refusal: AuthorityError): Response {
  const { status, error, code, message } = refusal;
  const traceId = world.store.nextGuid();
  const correlationId = sentCorrelationId(request) ?? world.store.nextGuid();
  const timestamp = `${new Date(world.clock()).toISOString().slice(0, 19).replace("T", " ")}Z`;
  const body = {
    error,
    error_description: `AADSTS${code}: ${message} Trace ID: ${traceId} Correlation ID: ${correlationId} Timestamp: ${timestamp}`,
    error_codes: [code],
    timestamp,
    trace_id: traceId,
    correlation_id: correlationId,
    error_uri: `https://login.microsoftonline.com/error?code=${code}`,
  };
  return Response.json(body, { status, headers: { "Cache-Control": "no-store, no-cache" } });
}
