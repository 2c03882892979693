/** Why a request failed, in Graph's terms and in words for people. */
import { oneLine } from "../errors";
import { asRecord, parseJson } from "../json";

export interface GraphError {
  /** Compared without case. */
  readonly code: string;
  readonly message: string;
  readonly requestId?: string;
  readonly clientRequestId?: string;
  readonly date?: string;
}

export type FailureKind =
  /** Graph answered with an error. */
  | "refused"
  /** Graph asked to wait. */
  | "throttled"
  /** A success that makes no sense. */
  | "unreadable"
  /** No answer: connection, DNS or TLS failure, a reset, a truncated body. */
  | "unreachable"
  /** No answer in time. */
  | "timedOut"
  | "interrupted";

/** Node's codes for an unknown name, a refused connection and an untrusted certificate. */
const neverConnected = /^(ENOTFOUND|EAI_AGAIN|ECONNREFUSED|UND_ERR_CONNECT_TIMEOUT|UNABLE_TO_\w+)$|CERT/;

export class GraphFailure extends Error {
  override readonly name = "GraphFailure";
  /** Whether an earlier try of the same request got no clear answer and may have taken effect. */
  followsLoss = false;
  /** Whether the request named one organization by its id: somebody may have deleted it. */
  isAboutOne = false;

  constructor(
    readonly kind: FailureKind,
    readonly fact: string,
    readonly status?: number,
    readonly error?: GraphError,
    cause?: unknown,
  ) {
    super(fact, { cause });
  }

  /** Whether the request may have taken effect all the same. */
  get isAmbiguous(): boolean {
    if (this.kind === "refused") return (this.status ?? 0) >= 500;
    return this.kind !== "throttled";
  }

  /** Whether there was no connection, so that the request had no effect. */
  get wasNeverSent(): boolean {
    const cause = this.cause instanceof Error ? (this.cause.cause ?? this.cause) : undefined;
    const code = asRecord(cause)["code"];
    return this.kind === "unreachable" && typeof code === "string" && neverConnected.test(code);
  }

  /** Whether Graph did not accept the token. */
  get isUnauthorized(): boolean {
    return this.status === 401;
  }

  get isForbidden(): boolean {
    return this.status === 403;
  }

  /** Whether Graph, or something before it, answered 404: see isNotFound. */
  get isMissing(): boolean {
    return this.status === 404;
  }

  /** Whether Graph refused the request as malformed or against its rules. */
  get isBadRequest(): boolean {
    return this.status === 400;
  }

  /** Whether the request breaks a rule of the service or conflicts with something that exists. */
  get isConflict(): boolean {
    return this.isBadRequest || this.status === 409;
  }

  /** The same fact in brackets, for a text that says first what it means. */
  get aside(): string {
    const { status, error } = this;
    if (status === undefined || error === undefined) return `(${this.fact.replace(/\.$/, "")})`;
    const code = error.code || error.message;
    return `(Graph: ${status} ${code}${error.requestId ? `, request-id ${error.requestId}` : ""})`;
  }

  hasCode(...codes: readonly string[]): boolean {
    const own = this.error?.code.toLowerCase();
    return codes.some((code) => code.toLowerCase() === own);
  }
}

/** Only Graph's own not-found error means gone: a gateway's 404 page says nothing about the organization. */
export function isNotFound(error: unknown): error is GraphFailure {
  return error instanceof GraphFailure && error.status === 404 && error.error !== undefined;
}

export function refusal(status: number, headers: Headers, body: string): GraphFailure {
  const error = parseError(body, headers);
  const kind = status === 429 ? "throttled" : "refused";
  return new GraphFailure(
    kind,
    `Graph answered ${status}${error ? describe(error) : plainBody(headers)}.`,
    status,
    error,
  );
}

function describe(error: GraphError): string {
  const ids = [
    error.requestId && `request-id ${error.requestId}`,
    error.clientRequestId && `client-request-id ${error.clientRequestId}`,
    error.date && `date ${error.date}`,
  ].filter(Boolean);
  return `${error.code && ` ${error.code}`}${error.message && `: ${error.message.replace(/(?<!\.)\.$/, "")}`}${ids.length > 0 ? ` (${ids.join(", ")})` : ""}`;
}

function plainBody(headers: Headers): string {
  const requestId = headers.get("request-id");
  return ` without an error of Graph's${requestId ? ` (request-id ${oneLine(requestId, 80)})` : ""}`;
}

/** @returns undefined for an empty body, HTML, or anything but Graph's error envelope */
function parseError(body: string, headers: Headers): GraphError | undefined {
  const { error } = asRecord(parseJson(body));
  if (typeof error !== "object" || error === null) return undefined;
  const { code, message, innerError, innererror } = asRecord(error);
  const inner = asRecord(innerError ?? innererror);
  const line = (value: unknown, limit: number) => (typeof value === "string" ? oneLine(value, limit) : "");
  const requestId = line(headers.get("request-id") ?? inner["request-id"], 80);
  const clientRequestId = line(headers.get("client-request-id") ?? inner["client-request-id"], 80);
  const date = line(inner["date"] ?? headers.get("date"), 80);
  const words = { code: line(code, 80), message: line(message, 300) };
  // Graph's codes are words. A number is another server's, which knows nothing of the organization.
  if (typeof code === "number" || !(words.code || words.message)) return undefined;
  return {
    ...words,
    ...(requestId && { requestId }),
    ...(clientRequestId && { clientRequestId }),
    ...(date && { date }),
  };
}
