// What the token says about reading and writing. It does not show directory roles, which can replace a permission.
import { oneLine } from "../../provider/errors";
import { GraphFailure } from "../../provider/graph/failure";
import type { Claims } from "./claims";
import { failed, type Line, ok, problem, unknown } from "./line";

const writes = "EntitlementManagement.ReadWrite.All";
const readsOnly = "EntitlementManagement.Read.All";
const role = "the role Identity Governance Administrator";

const cli = "Azure CLI tokens never contain it";
const consent = `Grant ${writes} (delegated, with admin consent) to the app that signs in; ${cli}.`;

export function rolesLine(claims: Claims | undefined): Line {
  if (!claims) return unknown("roles", "The token is not readable here.");
  const { kind, permissions } = claims;
  const what = kind === "application" ? "application permissions" : "delegated permissions";
  const held = permissions.length === 0 ? "none" : oneLine(permissions.join(", "), 300);
  if (permissions.some(isEnough)) return ok("roles", `The token's ${what}: ${held}.`);
  const found = `The token's ${what}: ${held}. ${writes} is not among them.`;
  if (kind === "delegated") return problem("roles", found, consent);
  return unknown("roles", `${found} The app may have a directory role instead, which no token shows.`);
}

function isEnough(permission: string): boolean {
  return permission === writes || permission === readsOnly;
}

export function writeLine(claims: Claims | undefined, read: object, signedInAs: string): Line {
  if ("error" in read) return afterRefusal(read.error, signedInAs);
  const holds = claims?.permissions.includes(writes) ?? false;
  const check = `Make sure ${signedInAs} has ${writes} or ${role}.`;
  if (!claims)
    return unknown("write", "The token is not readable here, and this command does not write to find out.", check);
  if (claims.kind === "delegated") {
    if (!holds) return problem("write", `The token lacks ${writes}.`, consent);
    const found = `The token contains ${writes}; the user also needs a directory role, which cannot be seen from here.`;
    return unknown("write", found, `Make sure the user has ${role}.`);
  }
  if (holds) return ok("write", `The token contains ${writes}.`);
  const found = `The token lacks ${writes}. The app may have ${role} instead, which shows only when something is written.`;
  return unknown("write", found, `${check} Preview and refresh only read.`);
}

function afterRefusal(error: unknown, signedInAs: string): Line {
  const isForbidden = error instanceof GraphFailure && error.isForbidden && !error.hasCode("NoLicense");
  if (!isForbidden) return unknown("write", "Skipped: fix read first.");
  const { remedy } = failed("write", "", error, signedInAs);
  return problem("write", "Without read access there is no write access.", remedy ?? "");
}
