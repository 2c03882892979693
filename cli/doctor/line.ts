// The result of one check.
import { UserError } from "../../provider/errors";
import { explain } from "../../provider/remedy";

export interface Line {
  readonly check: string;
  readonly status: "ok" | "problem" | "unknown";
  readonly found: string;
  readonly remedy?: string;
}

export function ok(check: string, found: string): Line {
  return { check, status: "ok", found };
}

export function problem(check: string, found: string, remedy: string): Line {
  return { check, status: "problem", found, remedy };
}

export function unknown(check: string, found: string, remedy?: string): Line {
  return { check, status: "unknown", found, ...(remedy !== undefined && { remedy }) };
}

/** An error as a problem, with the provider's own remedy. */
export function failed(check: string, what: string, error: unknown, signedInAs: string): Line {
  const { fact, remedy } = error instanceof UserError ? error : explain(what, error, signedInAs);
  return { check, status: "problem", found: fact, ...(remedy !== undefined && { remedy }) };
}
