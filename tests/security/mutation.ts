/** A line to the service that spoils answers, and keeps what was asked and what was answered. */
import fc from "fast-check";
import type { WorldOptions } from "../support/world";
import { anything, nastyText, organizationLike, sourceLike } from "./garbage";

const root = "https://graph.microsoft.com/v1.0";
const collection = "/identityGovernance/entitlementManagement/connectedOrganizations";

export type Mutation =
  | { readonly kind: "none" }
  | { readonly kind: "body"; readonly value: unknown }
  /** Puts the value in the place of one part of the answer, chosen by the number. */
  | { readonly kind: "part"; readonly which: number; readonly value: unknown }
  | { readonly kind: "drop"; readonly which: number }
  | { readonly kind: "text"; readonly text: string }
  | { readonly kind: "status"; readonly status: number; readonly value: unknown }
  | { readonly kind: "page"; readonly link: string }
  | { readonly kind: "many"; readonly item: unknown }
  | { readonly kind: "headers"; readonly values: Readonly<Record<string, string>> };

const link = fc.oneof(
  fc.constantFrom(
    "https://evil.example/v1.0/x",
    "//evil.example/x",
    `${root}/../../x`,
    `${root}.evil.example/x`,
    "",
    "\\",
  ),
  fc.constantFrom(`${root}${collection}`, `${root}${collection}?$skiptoken=1`, `${root}/%2e%2e/beta/x`, "file:///etc"),
  nastyText,
);
const number = fc.nat(200);
const header = fc.constantFrom(
  "0",
  "-1",
  "1e400",
  "NaN",
  "Thu, 01 Jan 1970 00:00:00 GMT",
  "9".repeat(400),
  "soon",
  "2.5",
);

/** Never a not-found in Graph's own words: what exists must then never be taken for deleted. */
const body = fc.oneof(
  anything,
  organizationLike,
  fc.record({ value: fc.array(fc.oneof(organizationLike, anything), { maxLength: 3 }) }),
);
const error = fc.record({
  error: fc.oneof(anything, fc.record({ code: fc.oneof(nastyText, anything), message: fc.oneof(nastyText, anything) })),
});

const mutation: fc.Arbitrary<Mutation> = fc.oneof(
  { weight: 6, arbitrary: fc.constant<Mutation>({ kind: "none" }) },
  { weight: 2, arbitrary: body.map((value): Mutation => ({ kind: "body", value })) },
  {
    weight: 4,
    arbitrary: fc
      .tuple(number, fc.oneof(anything, sourceLike))
      .map(([which, value]): Mutation => ({ kind: "part", which, value })),
  },
  { weight: 2, arbitrary: number.map((which): Mutation => ({ kind: "drop", which })) },
  { weight: 1, arbitrary: nastyText.map((text): Mutation => ({ kind: "text", text })) },
  {
    weight: 2,
    arbitrary: fc
      .tuple(fc.constantFrom(200, 201, 202, 400, 401, 403, 409, 410, 418, 429, 500, 503, 599), fc.oneof(error, body))
      .map(([status, value]): Mutation => ({ kind: "status", status, value })),
  },
  { weight: 1, arbitrary: fc.constantFrom<Mutation>({ kind: "status", status: 404, value: undefined }) },
  { weight: 2, arbitrary: link.map((to): Mutation => ({ kind: "page", link: to })) },
  { weight: 1, arbitrary: sourceLike.map((item): Mutation => ({ kind: "many", item })) },
  {
    weight: 1,
    arbitrary: fc
      .record({ date: header, "retry-after": header, "request-id": header }, { requiredKeys: [] })
      .map((values): Mutation => ({ kind: "headers", values })),
  },
);

/** One per request, over and over. */
export const mutations: fc.Arbitrary<Mutation[]> = fc.array(mutation, { minLength: 1, maxLength: 8 });

export interface Line {
  readonly between: NonNullable<WorldOptions["between"]>;
  /** From now on answers are spoiled, each in its turn. */
  spoil(plan: readonly Mutation[]): void;
  readonly asked: { readonly method: string; readonly url: URL; readonly signed: boolean }[];
  readonly answered: { readonly path: string; readonly status: number; readonly text: string }[];
}

export function startLine(): Line {
  let plan: readonly Mutation[] = [];
  const line: Line = {
    asked: [],
    answered: [],
    spoil: (next) => {
      plan = next;
    },
    between: (next) => async (input, init) => {
      const url = new URL(String(input));
      const signed = new Headers(init?.headers).has("authorization");
      const members = url.href === `${root}/$batch` ? membersOf(init?.body) : [{ method: init?.method ?? "GET", url }];
      line.asked.push(...members.map((member) => ({ ...member, signed })));
      // A service that never comes to an end is slow enough for a time-out to be noticed.
      if (line.asked.length > 200) await new Promise((done) => setTimeout(done, 3));
      init?.signal?.throwIfAborted();
      const response = await next(input, init);
      const turn = plan[line.asked.length % plan.length] ?? { kind: "none" };
      const { status, headers, text } = spoilt(turn, response, await response.text());
      line.answered.push({ path: url.pathname, status, text });
      return new Response(status === 204 ? null : text, { status, headers });
    },
  };
  return line;
}

/** What a batch asks for, as if it were asked for alone. */
function membersOf(body: unknown): { method: string; url: URL }[] {
  const { requests } = JSON.parse(String(body)) as { requests: { method: string; url: string }[] };
  return requests.map(({ method, url }) => ({ method, url: new URL(root + url) }));
}

function spoilt(
  turn: Mutation,
  { status, headers }: Response,
  text: string,
): { status: number; headers: Headers; text: string } {
  const as = (value: unknown, code = status) => ({
    status: code === 204 ? 200 : code,
    headers,
    text: JSON.stringify(value) ?? "",
  });
  switch (turn.kind) {
    case "none":
      return { status, headers, text };
    case "body":
      return as(turn.value);
    case "part":
      return as(changed(parsed(text), turn.which, () => turn.value));
    case "drop":
      return as(changed(parsed(text), turn.which, () => undefined));
    case "text":
      return { status: status === 204 ? 200 : status, headers, text: turn.text };
    case "status":
      return as(turn.value, turn.status);
    case "page":
      return as({ value: [], ...asObject(parsed(text)), "@odata.nextLink": turn.link });
    case "many":
      return as({
        ...asObject(parsed(text)),
        identitySources: Array(2000).fill(turn.item),
        value: Array(2000).fill(turn.item),
      });
    case "headers": {
      const own = new Headers(headers);
      for (const [name, value] of Object.entries(turn.values)) own.set(name, value);
      return { status, headers: own, text };
    }
  }
}

/** The value with one of its parts, counted depth first, replaced or left out. */
function changed(value: unknown, which: number, replace: () => unknown): unknown {
  let count = 0;
  const total = parts(value);
  const visit = (part: unknown): unknown => {
    if (count++ === which % total) return replace();
    if (Array.isArray(part)) return part.map(visit);
    if (typeof part === "object" && part !== null) {
      return Object.fromEntries(Object.entries(part).map(([key, inner]) => [key, visit(inner)]));
    }
    return part;
  };
  return visit(value);
}

function parts(value: unknown): number {
  if (typeof value !== "object" || value === null) return 1;
  return Object.values(value).reduce((sum: number, part) => sum + parts(part), 1);
}

function parsed(text: string): unknown {
  return text === "" ? {} : JSON.parse(text);
}

function asObject(value: unknown): object {
  return typeof value === "object" && value !== null ? value : {};
}
