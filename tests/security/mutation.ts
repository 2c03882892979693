/** A line to the service that spoils answers, and keeps what was asked and what was answered. */
import fc from "fast-check";
import type { WorldOptions } from "../support/world";
import { anything, nastyText, organizationLike, sourceLike } from "./garbage";

const root = "https://graph.microsoft.com/v1.0";
const collection = "/identityGovernance/entitlementManagement/connectedOrganizations";

interface Answer {
  readonly status: number;
  readonly headers: Headers;
  readonly text: string;
}

export interface Mutation {
  /** For the report of a failure. */
  readonly values: readonly unknown[];
  readonly spoil: (answer: Answer) => Answer;
}

/** The answer with another body, which a 204 cannot have. */
function withText(answer: Answer, text: string, status = answer.status): Answer {
  return { ...answer, status: status === 204 ? 200 : status, text };
}

const withBody = (answer: Answer, value: unknown, status?: number) =>
  withText(answer, JSON.stringify(value) ?? "", status);
const jsonOf = ({ text }: Answer): unknown => (text === "" ? {} : JSON.parse(text));
const objectOf = (answer: Answer): object => Object(jsonOf(answer) ?? {});

/** The answer with one of its parts, counted depth first, replaced or left out. */
function withPart(answer: Answer, which: number, value: unknown): Answer {
  let count = 0;
  const json = jsonOf(answer);
  const total = parts(json);
  const visit = (part: unknown): unknown => {
    if (count++ === which % total) return value;
    if (Array.isArray(part)) return part.map(visit);
    if (typeof part !== "object" || part === null) return part;
    return Object.fromEntries(Object.entries(part).map(([key, inner]) => [key, visit(inner)]));
  };
  return withBody(answer, visit(json));
}

function parts(value: unknown): number {
  if (typeof value !== "object" || value === null) return 1;
  return Object.values(value).reduce((sum: number, part) => sum + parts(part), 1);
}

function withHeaders(answer: Answer, values: Readonly<Record<string, string>>): Answer {
  const headers = new Headers(answer.headers);
  for (const [name, value] of Object.entries(values)) headers.set(name, value);
  return { ...answer, headers };
}

const outside = [
  "https://evil.example/v1.0/x",
  "//evil.example/x",
  `${root}/../../x`,
  `${root}.evil.example/x`,
  "",
  "\\",
];
const inside = [`${root}${collection}`, `${root}${collection}?$skiptoken=1`, `${root}/%2e%2e/beta/x`, "file:///etc"];
const link = fc.oneof(fc.constantFrom(...outside), fc.constantFrom(...inside), nastyText);
const number = fc.nat(200);
const times = ["0", "-1", "1e400", "NaN", "Thu, 01 Jan 1970 00:00:00 GMT", "9".repeat(400), "soon", "2.5"];
const header = fc.constantFrom(...times);

/** Never a not-found in Graph's own words: what exists must then never be taken for deleted. */
const body = fc.oneof(
  anything,
  organizationLike,
  fc.record({ value: fc.array(fc.oneof(organizationLike, anything), { maxLength: 3 }) }),
);
const codes = fc.record({ code: fc.oneof(nastyText, anything), message: fc.oneof(nastyText, anything) });
const error = fc.record({ error: fc.oneof(anything, codes) });
const status = fc.constantFrom(200, 201, 202, 400, 401, 403, 409, 410, 418, 429, 500, 503, 599);
const headers = fc.record({ date: header, "retry-after": header, "request-id": header }, { requiredKeys: [] });

/** So often, what `spoil` makes of an answer with values of these kinds. */
function mutation<Values extends unknown[]>(
  weight: number,
  spoil: (answer: Answer, ...values: Values) => Answer,
  ...values: { [Index in keyof Values]: fc.Arbitrary<Values[Index]> }
): { weight: number; arbitrary: fc.Arbitrary<Mutation> } {
  const arbitrary = fc.tuple(...values) as unknown as fc.Arbitrary<Values>;
  return { weight, arbitrary: arbitrary.map((own) => ({ values: own, spoil: (answer) => spoil(answer, ...own) })) };
}

const many = (item: unknown) => ({ identitySources: Array(200).fill(item), value: Array(200).fill(item) });

/** One per request, over and over. */
export const mutations: fc.Arbitrary<Mutation[]> = fc.array(
  fc.oneof(
    mutation(6, (answer) => answer),
    mutation(2, (answer, value) => withBody(answer, value), body),
    mutation(4, withPart, number, fc.oneof(anything, sourceLike)),
    mutation(2, (answer, which) => withPart(answer, which, undefined), number),
    mutation(1, (answer, text) => withText(answer, text), nastyText),
    mutation(2, (answer, code, value) => withBody(answer, value, code), status, fc.oneof(error, body)),
    mutation(1, (answer) => withText(answer, "", 404)),
    mutation(2, (answer, to) => withBody(answer, { value: [], ...objectOf(answer), "@odata.nextLink": to }), link),
    mutation(1, (answer, item) => withBody(answer, { ...objectOf(answer), ...many(item) }), sourceLike),
    mutation(1, withHeaders, headers as fc.Arbitrary<Record<string, string>>),
  ),
  { minLength: 1, maxLength: 8 },
);

export interface Spoiled {
  readonly between: NonNullable<WorldOptions["between"]>;
  /** From now on answers are spoiled, each in its turn. */
  spoil(plan: readonly Mutation[]): void;
  readonly asked: { readonly method: string; readonly url: URL; readonly signed: boolean }[];
  readonly answered: { readonly path: string; readonly status: number; readonly text: string }[];
}

export function startSpoiling(): Spoiled {
  let plan: readonly Mutation[] = [];
  const line: Spoiled = {
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
      const answer = { status: response.status, headers: response.headers, text: await response.text() };
      const { status, headers, text } = plan[line.asked.length % plan.length]?.spoil(answer) ?? answer;
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
