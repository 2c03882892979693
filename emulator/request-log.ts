// Every request as received, for tests to inspect.
import { tryParse } from "./body";
import { hideSecrets } from "./secret-values";

export interface LoggedRequest {
  readonly time: string;
  readonly method: string;
  /** Path and query as sent. */
  readonly path: string;
  readonly host: string;
  readonly headers: Readonly<Record<string, string>>;
  /** Parsed JSON, other text as it is, or undefined without a body. */
  readonly body: unknown;
  /** The answer's status, or how the connection ended; undefined while the request runs. */
  status?: number | "reset" | "hang" | "truncated";
}

export interface RequestLog {
  readonly requests: LoggedRequest[];
  start(request: Request, text: string): LoggedRequest;
  finish(entry: LoggedRequest, status: LoggedRequest["status"]): void;
}

export interface LogOptions {
  /** Whether tokens and secrets stay as they were sent. */
  readonly logSecrets: boolean;
  readonly onAnswer: ((entry: LoggedRequest) => void) | undefined;
}

const mostEntries = 10_000;

function describe(request: Request, text: string, time: number): LoggedRequest {
  const url = new URL(request.url);
  return {
    time: new Date(time).toISOString(),
    method: request.method,
    path: url.pathname + url.search,
    host: request.headers.get("host") ?? url.host,
    headers: Object.fromEntries(request.headers),
    body: text === "" ? undefined : (tryParse(text) ?? text),
  };
}

export function createRequestLog(clock: () => number, { logSecrets, onAnswer }: LogOptions): RequestLog {
  const requests: LoggedRequest[] = [];
  return {
    requests,
    start(request, text) {
      const sent = describe(request, text, clock());
      const entry = logSecrets ? sent : (hideSecrets(sent) as LoggedRequest);
      requests.push(entry);
      if (requests.length > mostEntries) requests.shift();
      return entry;
    },
    finish(entry, status) {
      if (status !== undefined) entry.status = status;
      onAnswer?.(entry);
    },
  };
}
