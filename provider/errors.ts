/** The two kinds of error a person sees, both without a stack. */
import { redact } from "./redact";

/** Something a person can act on: one sentence of fact, one of remedy. */
export class UserError extends Error {
  override readonly name: string = "UserError";
  /** Whether it ended a request whose earlier try got no clear answer and may have taken effect. */
  followsLoss = false;

  constructor(
    readonly fact: string,
    readonly remedy?: string,
    cause?: unknown,
  ) {
    // A fact that lists what the service holds may be endless; the remedy after it must stay in sight.
    super(redact(remedy ? `${fact.length > 2000 ? `${fact.slice(0, 1997)}...` : fact} ${remedy}` : fact), { cause });
  }
}

/** The organization exists, but the operation did not end: its id and outputs must reach the state. */
export class PartialFailure extends UserError {
  override readonly name = "PartialFailure";

  constructor(
    readonly id: string,
    readonly outputs: Readonly<Record<string, unknown>>,
    cause: unknown,
  ) {
    super(cause instanceof Error ? cause.message : String(cause), undefined, cause);
  }
}

/** A value as JSON, with the characters that a terminal obeys or hides as their code points, and cut where it is long. */
export function quote(value: unknown): string {
  return printable(JSON.stringify(value) ?? String(value));
}

export function asCodePoint(character: string): string {
  return `\\u{${character.codePointAt(0)?.toString(16)}}`;
}

export function printable(text: string): string {
  const shown = redact(text).replace(/[\p{Cc}\p{Cf}\u2028\u2029]/gu, asCodePoint);
  return shown.length > 120 ? `${shown.slice(0, 117)}...` : shown;
}

/** Text from elsewhere on one line, without control characters or direction marks that could forge terminal output. */
export function oneLine(text: string, limit = 400): string {
  const line = redact(text)
    .replace(/[\p{Cc}\p{Cf}\u2028\u2029\s]+/gu, " ")
    .trim();
  return line.length > limit ? `${line.slice(0, limit - 3)}...` : line;
}
