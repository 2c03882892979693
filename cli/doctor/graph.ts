// Sign-in, permissions and licence, from one token and one read. Nothing is written.
import { systemClock } from "../../provider/clock";
import { oneLine } from "../../provider/errors";
import { collection } from "../../provider/graph/collection";
import { openConnection } from "../../provider/graph/connection";
import { GraphFailure } from "../../provider/graph/failure";
import { assignmentPolicies } from "../../provider/graph/policies";
import { openTokenSource, waysToSignIn } from "../../provider/graph/token";
import { startOperation } from "../../provider/operation";
import type { Settings } from "../../provider/settings/settings";
import { Waiting, type WaitingFor } from "../../provider/waiting";
import { notRead } from "../stack";
import { type Claims, readClaims } from "./claims";
import { failed, type Line, ok, problem, unknown } from "./line";
import { rolesLine, writeLine } from "./permission";

const reading = "reading connected organizations";
const checks = ["roles", "read", "write", "licence"];
/** Enough for a slow answer; a person waits for it. */
const timeoutSeconds = 45;

/** @param say takes what is waited for */
export async function inspectGraph(
  settings: Settings | undefined,
  stack: string | undefined,
  say: (line: string) => void,
): Promise<Line[]> {
  if (!settings) return untried(["credential", "token", ...checks], "settings");
  const source = openTokenSource(settings, systemClock);
  const waitingFor = new Waiting(systemClock).telling(say);
  const got = await attempt(() =>
    waitingFor(
      () => "the sign-in service",
      () => source.get(),
    ),
  );
  if ("error" in got) {
    const check = settings.credential ? "token" : "credential";
    const line = failed(check, "signing in", got.error, source.description);
    const found = settings.credential || stack !== undefined ? line.found : `${line.found} ${notRead}`;
    const later = ["token", ...checks].filter((name) => name !== check);
    const remedy = settings.credential ? line.remedy : waysToSignIn;
    return [{ ...line, found, ...(remedy !== undefined && { remedy }) }, ...untried(later, check)];
  }
  const claims = readClaims(got.value);
  const read = await attempt(() => readFirstPage(settings, got.value, waitingFor, collection));
  return [
    tokenLine(claims, settings),
    rolesLine(claims),
    readLine(read, source.description),
    writeLine(claims, read, source.description),
    licenceLine(read),
    ...(await policyLines(settings, source.description, () =>
      readFirstPage({ ...settings, apiVersion: "v1.0" }, got.value, waitingFor, assignmentPolicies),
    )),
  ];
}

type Attempt<T> = { readonly value: T } | { readonly error: unknown };

async function attempt<T>(work: () => Promise<T>): Promise<Attempt<T>> {
  try {
    return { value: await work() };
  } catch (error) {
    return { error };
  }
}

/** Reuses the token, so that nobody signs in twice. @returns the number of items on the page */
async function readFirstPage(
  settings: Settings,
  accessToken: string,
  waitingFor: WaitingFor,
  path: string,
): Promise<number> {
  const connection = openConnection({ ...settings, credential: { method: "accessToken", accessToken } }, systemClock);
  const operation = startOperation({ timeoutSeconds, waitingFor });
  // Not repeated: a person would rather know now than wait for the network.
  const page = await connection.send(operation, { method: "get", path, repeatable: "untouched" });
  const { value } = (page ?? {}) as { value?: unknown };
  if (Array.isArray(value)) return value.length;
  throw new GraphFailure("unreadable", "Graph's answer is not a list.");
}

function untried(checks: readonly string[], because: string): Line[] {
  return checks.map((check) => unknown(check, `Skipped: fix ${because} first.`));
}

/** The tokens of newer apps name Graph by its app id. */
const graphAppId = "00000003-0000-0000-c000-000000000000";

function tokenLine(claims: Claims | undefined, { graphRoot, credential }: Settings): Line {
  if (!claims) return ok("token", "Obtained, but not readable here: only Graph knows what it permits.");
  const { audience, app, tenant, expires } = claims;
  const meant = [graphRoot, `${graphRoot}/`, graphAppId];
  if (audience !== undefined && !meant.includes(audience)) {
    const remedy = `Set environment to the cloud that the token is for, or request the token with the scope ${graphRoot}/.default.`;
    return problem("token", `The token is for ${oneLine(audience, 120)}, not for ${graphRoot}.`, remedy);
  }
  const end = expires === undefined ? "" : new Date(expires).toISOString();
  if (expires !== undefined && expires <= systemClock.now()) {
    const given = credential?.method === "accessToken" ? "Provide a new accessToken" : "Check this machine's clock";
    return problem("token", `The token expired at ${end}.`, `${given}.`);
  }
  const of = `${app ? ` for app ${oneLine(app, 80)}` : ""}${tenant ? ` in tenant ${oneLine(tenant, 80)}` : ""}`;
  return ok("token", `Obtained${of}${end && `, valid until ${end}`}.`);
}

function readLine(read: Attempt<number>, signedInAs: string): Line {
  if ("error" in read) return failed("read", reading, read.error, signedInAs);
  return ok("read", `Graph lists connected organizations (${read.value} on the first page).`);
}

/** Nothing where the setting asks for no policies. */
async function policyLines(
  { protectInUse }: Settings,
  signedInAs: string,
  count: () => Promise<number>,
): Promise<Line[]> {
  if (protectInUse === "off") return [];
  const read = await attempt(count);
  if ("error" in read) return [failed("policies", "reading access-package policies", read.error, signedInAs)];
  const found = `Graph lists access-package policies (${read.value} on the first page), as protectInUse needs.`;
  return [ok("policies", found)];
}

function licenceLine(read: Attempt<number>): Line {
  if ("value" in read) return ok("licence", "Graph answers, so the tenant is licensed for entitlement management.");
  const { error } = read;
  if (error instanceof GraphFailure && error.hasCode("NoLicense")) return failed("licence", reading, error, "");
  return unknown("licence", "Skipped: fix read first.");
}
