// Every request as received, for tests to inspect. Nothing is redacted: this is a test tool.

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

function parseBody(text: string): unknown {
  if (text === "") return undefined;
  try {
    return JSON.parse(text);
  } catch {
    return text;
  }
}

export function createRequestLog(clock: () => number, onAnswer?: (entry: LoggedRequest) => void): RequestLog {
  const requests: LoggedRequest[] = [];
  return {
    requests,
    start(request, text) {
      const url = new URL(request.url);
      const entry: LoggedRequest = {
        time: new Date(clock()).toISOString(),
        method: request.method,
        path: url.pathname + url.search,
        host: request.headers.get("host") ?? url.host,
        headers: Object.fromEntries(request.headers),
        body: parseBody(text),
      };
      requests.push(entry);
      return entry;
    },
    finish(entry, status) {
      if (status !== undefined) entry.status = status;
      onAnswer?.(entry);
    },
  };
}
