// JSON batching. Every member is handled like a separate request: authentication, throttling, faults.
import { setTimeout as wait } from "node:timers/promises";
import type { Hono } from "hono";
import * as z from "zod";
import { parseJson } from "./body";
import { badRequest, GraphError, methodNotAllowed, renderError } from "./errors";
import { answerJson, type GraphContext, type GraphEnv, versionOf, versionPath } from "./graph-context";
import type { World } from "./world";

const headerValue = z.union([z.number().transform(String), z.string().regex(/^[ -~]*$/)]);

/** Microsoft's Java client writes `Content-Type` and `content-type` into one member; `Headers` would join them. */
function plainHeaders(headers: Record<string, string> | null | undefined): ReadonlyMap<string, string> {
  return new Map(Object.entries(headers ?? {}).map(([name, value]) => [name.toLowerCase(), value]));
}

const memberSchema = z.object({
  id: z.string().min(1),
  method: z
    .string()
    .toUpperCase()
    .pipe(z.enum(["GET", "POST", "PATCH", "PUT", "DELETE"])),
  url: z.string().min(1),
  headers: z
    .record(z.string().regex(/^[\w.-]+$/), headerValue)
    .nullish()
    .transform(plainHeaders),
  body: z.unknown().optional(),
  dependsOn: z.array(z.string()).nullish(),
});

type Member = z.output<typeof memberSchema>;

interface MemberAnswer {
  id: string;
  status: number;
  headers: Record<string, string>;
  body?: unknown;
}

function invalidBatch(reason: string): GraphError {
  return badRequest(`Invalid batch payload format. ${reason}`);
}

/** Microsoft's Go and Python clients write `"body": null` when there is no body. */
function hasBody({ body }: Member): boolean {
  return body !== undefined && body !== null;
}

/** The documentation asks for relative URLs; Microsoft's Python client sends absolute ones of the same host. */
function memberUrl({ id, url }: Member, root: string): URL {
  if (!/^[a-z]+:/i.test(url)) return new URL(root + url.replace(/^\/+/, ""));
  const target = URL.canParse(url) ? new URL(url) : undefined;
  if (target?.host !== new URL(root).host) throw invalidBatch(`The url of the request '${id}' leads to another host.`);
  return new URL(target.pathname + target.search, root);
}

/** https://github.com/microsoftgraph/msgraph-sdk-dotnet/issues/2628: one such member makes Graph refuse all. */
function checkContent(member: Member): void {
  const writes = member.method !== "GET" && member.method !== "DELETE";
  if (writes && !hasBody(member)) {
    throw invalidBatch(`The request '${member.id}' is a ${member.method} without a body.`);
  }
  if (hasBody(member) && !member.headers.has("content-type")) {
    throw invalidBatch(`The request '${member.id}' has a body but no Content-Type header.`);
  }
}

function readMembers(body: Readonly<Record<string, unknown>>, root: string): Member[] {
  const parsed = z.array(memberSchema).safeParse(body["requests"]);
  if (!parsed.success) throw invalidBatch("Each request needs id, method and url; headers are optional.");
  const members = parsed.data;
  if (members.length === 0) throw invalidBatch("There are no requests.");
  if (members.length > 20) throw invalidBatch("Number of batch request steps exceeds the maximum value of 20.");
  const seen = new Set<string>();
  for (const member of members) {
    const id = member.id.toLowerCase();
    if (seen.has(id)) throw invalidBatch(`The id '${member.id}' is not unique.`);
    if (member.dependsOn?.some((other) => !seen.has(other.toLowerCase()))) {
      throw invalidBatch(`The request '${member.id}' depends on a request that does not come before it.`);
    }
    checkContent(member);
    memberUrl(member, root);
    seen.add(id);
  }
  return members;
}

function memberRequest(c: GraphContext, member: Member, root: string): Request {
  const headers = new Headers([...member.headers]);
  const authorization = c.req.header("authorization");
  if (authorization !== undefined && !headers.has("authorization")) headers.set("authorization", authorization);
  const body = hasBody(member) && member.method !== "GET" ? JSON.stringify(member.body) : null;
  return new Request(memberUrl(member, root), { method: member.method, headers, body });
}

function parseAnswer(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    // Graph encodes anything but JSON as base64.
    return Buffer.from(text).toString("base64");
  }
}

async function toMemberAnswer(id: string, response: Response): Promise<MemberAnswer> {
  const text = await response.text();
  const kept = ["Content-Type", "Retry-After", "Location", "OData-Version", "request-id"];
  const headers = kept.flatMap((name) => {
    const value = response.headers.get(name);
    return value === null ? [] : [[name, value] as const];
  });
  return {
    id,
    status: response.status,
    headers: Object.fromEntries(headers),
    ...(text === "" ? {} : { body: parseAnswer(text) }),
  };
}

function failedDependency(c: GraphContext, world: World, id: string): Promise<MemberAnswer> {
  const error = new GraphError(424, "FailedDependency", "A request this one depends on failed.");
  return toMemberAnswer(id, renderError(error, world.switches.errorStyle, c.var.ids, world.clock()));
}

async function runMembers(c: GraphContext, world: World): Promise<MemberAnswer[]> {
  const root = `${new URL(c.req.url).origin}/${versionOf(c)}/`;
  const members = readMembers(parseJson(await c.req.text(), c.req.header("content-type")), root);
  if (world.delays.member > 0) await wait(members.length * world.delays.member);
  const answers: MemberAnswer[] = [];
  for (const member of members) {
    const failed = (other: string) =>
      answers.some(({ id, status }) => id.toLowerCase() === other.toLowerCase() && status >= 400);
    const answer = member.dependsOn?.some(failed)
      ? await failedDependency(c, world, member.id)
      : await toMemberAnswer(member.id, await world.dispatch(memberRequest(c, member, root)));
    answers.push(answer);
  }
  return answers;
}

function arrange(answers: readonly MemberAnswer[], world: World): MemberAnswer[] {
  if (world.switches.batchOrder === "reversed") return answers.toReversed();
  if (world.switches.batchOrder === "asSent") return [...answers];
  return answers
    .map((answer) => ({ answer, rank: world.random() }))
    .sort((left, right) => left.rank - right.rank)
    .map(({ answer }) => answer);
}

async function batch(c: GraphContext, world: World): Promise<Response> {
  if (world.switches.batch === 404) throw badRequestSegment();
  if (world.switches.batch === 405) throw methodNotAllowed([]);
  return answerJson(c, world, { responses: arrange(await runMembers(c, world), world) });
}

function badRequestSegment(): GraphError {
  return new GraphError(404, "ResourceNotFound", "Resource not found for the segment '$batch'.");
}

export function addBatchRoute(app: Hono<GraphEnv>, world: World): void {
  app.post(`${versionPath}/~batch`, (c) => batch(c, world));
}
