// Rules that make the next matching requests fail, before or after their write is applied.
import { BrokenConnection, type ErrorStyle, GraphError, jsonContentType } from "./errors";
import { matchesPath } from "./path-pattern";
import { type RetryAfter, renderRetryAfter } from "./retry-after";
import { exchangeMembers, mergeBody, withBody } from "./spoilt-answer";

/** `before`: nothing is applied. `after`: the request takes effect, then its answer is lost. */
export type FaultMoment = "before" | "after";

export type Fault =
  | {
      kind: "status";
      status: number;
      code?: string | undefined;
      message?: string | undefined;
      headers?: Record<string, string> | undefined;
      body?: ErrorStyle | undefined;
      retryAfter?: RetryAfter | undefined;
      when?: FaultMoment | undefined;
    }
  | { kind: "delay"; ms: number }
  | { kind: "reset"; when?: FaultMoment | undefined }
  | { kind: "hang"; when?: FaultMoment | undefined }
  | { kind: "truncated" | "empty" | "html" | "wrongJson" | "exchange" }
  | { kind: "body"; body: unknown }
  | { kind: "merge"; body: Record<string, unknown> }
  | { kind: "redirect"; location: string; status?: number | undefined };

export interface FaultRule {
  method?: string | undefined;
  /** Part of the path and query; with `*`, a pattern for all of it; or a RegExp, also as its source after `regex:`. */
  path?: string | RegExp | undefined;
  /** How many requests fail. @default 1 */
  times?: number | "always" | undefined;
  /** How many matching requests pass first. @default 0 */
  skip?: number | undefined;
  fault: Fault;
}

export interface FaultBoard {
  add(...rules: FaultRule[]): void;
  clear(): void;
  /** The rules that are not used up yet. */
  list(): FaultRule[];
  take(method: string, path: string): Fault | undefined;
}

export function createFaultBoard(): FaultBoard {
  let active: { rule: FaultRule; left: number; skip: number }[] = [];
  const matches = (rule: FaultRule, method: string, path: string) =>
    (rule.method === undefined || rule.method.toUpperCase() === method) &&
    (rule.path === undefined || matchesPath(rule.path, path));
  return {
    add(...rules) {
      const times = (rule: FaultRule) => (rule.times === "always" ? Number.POSITIVE_INFINITY : (rule.times ?? 1));
      active.push(...rules.map((rule) => ({ rule, left: times(rule), skip: rule.skip ?? 0 })));
    },
    clear() {
      active = [];
    },
    list: () => active.map(({ rule }) => rule),
    take(method, path) {
      for (const item of active) {
        if (!matches(item.rule, method, path)) continue;
        if (item.skip > 0) {
          item.skip -= 1;
          continue;
        }
        item.left -= 1;
        active = active.filter(({ left }) => left > 0);
        return item.rule.fault;
      }
      return undefined;
    },
  };
}

const statusNames: Readonly<Record<number, readonly [code: string, message: string]>> = {
  401: ["InvalidAuthenticationToken", "Access token has expired or is not yet valid."],
  403: ["UnAuthorized", "User is not authorized to perform the operation. Reason: The caller is not authorized."],
  404: ["ResourceNotFound", "The resource was not found."],
  409: ["Conflict", "The request conflicts with the current state."],
  429: ["TooManyRequests", "Too many requests. Wait before sending again."],
  500: ["InternalServerError", "An internal error occurred."],
  502: ["BadGateway", "The gateway received an invalid answer."],
  503: ["ServiceUnavailable", "The service is temporarily unavailable."],
  504: ["GatewayTimeout", "The gateway did not receive an answer in time."],
};

function statusError(fault: Extract<Fault, { kind: "status" }>, now: number): GraphError {
  const [code, message] = statusNames[fault.status] ?? ["UnknownError", "The request failed."];
  const wait = fault.retryAfter === undefined ? {} : { "Retry-After": renderRetryAfter(fault.retryAfter, now) };
  return new GraphError(fault.status, fault.code ?? code, fault.message ?? message, { ...wait, ...fault.headers });
}

/** Runs the request with the fault; `renderError` turns an error into an answer. */
export async function applyFault(
  fault: Fault,
  run: () => Promise<Response>,
  renderError: (error: GraphError, style: ErrorStyle | undefined) => Response,
  now: number,
): Promise<Response> {
  switch (fault.kind) {
    case "status":
      if (fault.when === "after") await run();
      return renderError(statusError(fault, now), fault.body);
    case "delay":
      await new Promise((resolve) => setTimeout(resolve, fault.ms));
      return run();
    case "reset":
    case "hang":
      if (fault.when === "after") await run();
      throw new BrokenConnection(fault.kind);
    case "truncated":
      throw new BrokenConnection("truncated", await run());
    case "empty":
      return withBody(await run(), null, jsonContentType);
    case "html":
      return withBody(await run(), "<html><body>The gateway has something else to say.</body></html>", "text/html");
    case "wrongJson":
      return withBody(await run(), '"not what you expected"', jsonContentType);
    case "body":
      return withBody(await run(), JSON.stringify(fault.body), jsonContentType);
    case "merge":
      return mergeBody(await run(), fault.body);
    case "exchange":
      return exchangeMembers(await run());
    case "redirect":
      return new Response(null, { status: fault.status ?? 302, headers: { Location: fault.location } });
  }
}
