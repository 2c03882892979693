/** The faults of the matrix, in the order of its columns. */
import type { Fault as EmulatorFault, RetryAfter } from "../../emulator";

/** Some happen to the connection, and so here: the emulator knows them on a port or in real time only. */
export type Fault = EmulatorFault | { readonly kind: "refused" | "cut" | "slowBody" | "stalledBody" };

const status = (code: number, more: Partial<Extract<EmulatorFault, { kind: "status" }>> = {}): Fault => ({
  kind: "status",
  status: code,
  ...more,
});
const throttled = (retryAfter?: RetryAfter): Fault => status(429, retryAfter === undefined ? {} : { retryAfter });

const groups = {
  refused: {
    "a 400": status(400, { code: "BadRequest", message: "The request is not valid." }),
    "a 401": status(401),
    "a 403 without permission": status(403),
    "a 403 without licence": status(403, { code: "NoLicense", message: "The tenant has no licence." }),
    "a 404": status(404),
    "a gateway's 404": status(404, { body: "html" }),
    "a 409": status(409),
    "a 423": status(423, { code: "Locked", message: "The resource is locked." }),
  },
  throttled: {
    "a 429 for 7 s": throttled(7),
    "a 429 for 2.128 s": throttled("2.128"),
    "a 429 until a date": throttled({ dateInSeconds: 40 }),
    "a 429 for 0 s": throttled(0),
    "a 429 for no time": throttled(),
    "a 429 for 315 s": throttled(315),
  },
  failing: {
    "a 500": status(500),
    "a gateway's 502": status(502, { body: "html" }),
    "a 503": status(503),
    "a 503 for 20 s": status(503, { retryAfter: 20 }),
    "a 504": status(504),
  },
  notDone: {
    "a refused connection": { kind: "refused" },
    "a reset before it was done": { kind: "reset" },
    "a hang before it was done": { kind: "hang" },
  },
  done: {
    "a reset after it was done": { kind: "reset", when: "after" },
    "a 504 after it was done": status(504, { when: "after" }),
    "a hang after it was done": { kind: "hang", when: "after" },
  },
  garbled: {
    "a body that breaks off": { kind: "truncated" },
    "half a body": { kind: "cut" },
    "an empty body": { kind: "empty" },
    "JSON of something else": { kind: "wrongJson" },
    "an answer about another object": {
      kind: "merge",
      body: { id: "ffffffff-0000-4000-8000-000000000000", displayName: "Another" },
    },
  },
  slow: {
    "a body of 45 s": { kind: "slowBody" },
    "a body that never ends": { kind: "stalledBody" },
  },
} as const satisfies Record<string, Record<string, Fault>>;

type Named<Group> = Group extends Record<infer Name, Fault> ? Name : never;
export type FaultName = { [Key in keyof typeof groups]: Named<(typeof groups)[Key]> }[keyof typeof groups];

const named = Object.assign({}, ...Object.values(groups)) as Readonly<Record<FaultName, Fault>>;
export const faultNamed = (name: FaultName): Fault => named[name];

/**
 * How long a fault lasts, and which ones are tried then: for one request; for every request of its kind from that one
 * on; for every request from that one on. Between the longer ones there are fewer differences.
 */
export const spans = {
  once: Object.values(groups).map((group) => Object.keys(group)) as FaultName[][],
  lasting: [
    ["a 400", "a 403 without permission", "a 404", "a gateway's 404", "a 409"],
    ["a 429 for 0 s", "a 429 for 315 s"],
    ["a 503", "a 503 for 20 s"],
    ["a refused connection", "a hang before it was done"],
    ["a reset after it was done", "a 504 after it was done"],
    ["a body that breaks off", "a body that never ends"],
  ],
  outage: [["a 403 without permission", "a 404", "a 503", "a reset before it was done", "a reset after it was done"]],
} satisfies Record<string, FaultName[][]>;
export type Span = keyof typeof spans;

/** Which request of an operation, counted from 0, fails how and for how long. */
export interface Trouble {
  readonly from: number;
  readonly fault: FaultName;
  readonly span: Span;
}
