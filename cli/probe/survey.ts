// What every question needs: organizations that carry the probe's mark, and reads that repeat until a value arrives.
import { oneLine } from "../../provider/errors";
import { collection } from "../../provider/graph/collection";
import type { Findings } from "./findings";
import { type Answer, type Asking, isAmbiguous, type Json, type Method, Stopped, type Tenant } from "./tenant";

/** The display name of everything the probe creates begins with it. */
export const mark = "connectedorgs-probe-";

/** What only the user can know. */
export interface Inputs {
  /** A partner's tenant. */
  readonly tenantId?: string | undefined;
  readonly domainWithTenant?: string | undefined;
  /** Organizations get domains below it. @default a domain that nobody can register */
  readonly domainWithoutTenant?: string | undefined;
  /** A user's or a group's object id. */
  readonly sponsor?: string | undefined;
  readonly ownTenant?: string | undefined;
}

export interface Made {
  readonly name: string;
  /** Whether a read has shown it. If not, a 404 may mean hidden rather than gone. */
  isSeen: boolean;
}

export interface Survey {
  readonly inputs: Inputs;
  readonly findings: Findings;
  readonly tenant: Tenant;
  /** The organizations known to exist, by id. */
  readonly made: Map<string, Made>;
  /** Whether the answer to a create was lost, so that there may be an organization missing from `made`. */
  hasLost: boolean;
  name(what: string): string;
  /** A domain without a tenant, different for each label. */
  domain(label: string): Json;
  send(method: Method, path: string, body?: Json): Promise<Answer>;
  pause(): Promise<void>;
}

export const mostOrganizations = 20;
/** How often a value is read before giving up, and the milliseconds between two reads. */
export const looks = 10;
const interval = 2000;

export function openSurvey(
  tenant: Tenant,
  { send, pause }: Asking,
  run: string,
  inputs: Inputs,
  findings: Findings,
): Survey {
  return {
    inputs,
    findings,
    tenant,
    made: new Map(),
    hasLost: false,
    name: (what) => `${mark}${run} ${what}`,
    domain: (label) => domainSource(`${label}-${run}.${inputs.domainWithoutTenant ?? "example"}`),
    send,
    pause: async () => await pause(interval),
  };
}

export function domainSource(domainName: string): Json {
  return { "@odata.type": "#microsoft.graph.domainIdentitySource", domainName, displayName: domainName };
}

export function tenantSource(tenantId: string, displayName: string): Json {
  return { "@odata.type": "#microsoft.graph.azureActiveDirectoryTenant", tenantId, displayName };
}

export function at(id: string): string {
  return `${collection}/${encodeURIComponent(id)}`;
}

/** Sends a POST and returns whatever the answer is. */
export async function post(survey: Survey, what: string, identitySources: readonly Json[], more: Json = {}) {
  if (survey.made.size >= mostOrganizations) throw new Stopped("it would create more organizations than it may");
  const name = survey.name(what);
  const body = { displayName: name, description: "Made by connectedorgs probe", state: "configured", ...more };
  try {
    const answer = await survey.send("POST", collection, { ...body, identitySources });
    const { id } = answer.body;
    if (isSuccess(answer) && typeof id === "string") survey.made.set(id, { name, isSeen: false });
    else if (isSuccess(answer)) survey.hasLost = true;
    return answer;
  } catch (error) {
    if (isAmbiguous(error)) survey.hasLost = true;
    throw error;
  }
}

/** Creates an organization that a question needs. @throws if it is refused */
export async function make(survey: Survey, what: string, sources: readonly Json[], more: Json = {}): Promise<string> {
  const answer = await post(survey, what, sources, more);
  const { id } = answer.body;
  if (isSuccess(answer) && typeof id === "string") return id;
  throw new Error(`an organization for it was refused: ${describe("POST", answer)}`);
}

export interface Sight {
  readonly body: Json;
  /** The answers of the reads before it. */
  readonly before: readonly Answer[];
}

/** Reads until the organization is as expected. Returns undefined if it never is. */
export async function see(
  survey: Survey,
  id: string,
  isThere: (body: Json) => boolean = (body) => sourcesOf(body).length > 0,
): Promise<Sight | undefined> {
  const before: Answer[] = [];
  while (before.length < looks) {
    if (before.length > 0) await survey.pause();
    const answer = await survey.send("GET", at(id));
    const made = survey.made.get(id);
    if (made && isSuccess(answer)) made.isSeen = true;
    if (isSuccess(answer) && isThere(answer.body)) return { body: answer.body, before };
    before.push(answer);
  }
  return undefined;
}

/** Creates an organization and waits until it is visible. @throws if it never is */
export async function makeVisible(survey: Survey, what: string, sources: readonly Json[], more: Json = {}) {
  const id = await make(survey, what, sources, more);
  const sight = await see(survey, id);
  if (sight) return { id, body: sight.body };
  throw new Error(`the organization for it was not visible after ${looks} reads`);
}

export function sourcesOf({ identitySources }: Json): readonly Json[] {
  return Array.isArray(identitySources) ? (identitySources as Json[]) : [];
}

export function isSuccess({ status }: Answer): boolean {
  return status >= 200 && status < 300;
}

export function codeOf({ body }: Answer): string {
  const { code } = (body["error"] ?? {}) as Json;
  return typeof code === "string" ? code : "";
}

export function describe(what: string, answer: Answer): string {
  const code = oneLine(codeOf(answer), 80);
  return `${what} was answered ${answer.status}${code && ` ${code}`}`;
}
