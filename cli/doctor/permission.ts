// What the token says about reading and writing. It does not show directory roles, which can replace a permission.
import { oneLine } from "../../provider/errors";
import { GraphFailure } from "../../provider/graph/failure";
import type { Claims } from "./claims";
import { failed, type Line, ok, problem, unknown } from "./line";

const writes = "EntitlementManagement.ReadWrite.All";
const readsOnly = "EntitlementManagement.Read.All";
const role = "the role Identity Governance Administrator";

const cli = "tokens of the Azure CLI never hold it";
const consent = `Grant ${writes} (delegated, with admin consent) to the app that signs in; ${cli}.`;

export function rolesLine(claims: Claims | undefined): Line {
  if (!claims) return unknown("roles", "The token cannot be read.");
  const { kind, permissions } = claims;
  const what = kind === "application" ? "application permissions" : "delegated permissions";
  const held = permissions.length === 0 ? "none" : oneLine(permissions.join(", "), 300);
  if (permissions.some(isEnough)) return ok("roles", `The token's ${what}: ${held}.`);
  const found = `The token's ${what}: ${held}. ${writes} is not among them.`;
  if (kind === "delegated") return problem("roles", found, consent);
  return unknown("roles", `${found} The app may hold a directory role instead, which no token shows.`);
}

function isEnough(permission: string): boolean {
  return permission === writes || permission === readsOnly;
}

export function writeLine(claims: Claims | undefined, read: object, signedInAs: string): Line {
  if ("error" in read) return afterRefusal(read.error, signedInAs);
  const holds = claims?.permissions.includes(writes) ?? false;
  const check = `To be sure, see that ${signedInAs} has ${writes} or ${role}.`;
  if (!claims) return unknown("write", "The token cannot be read, and nothing is written to try it.", check);
  if (claims.kind === "delegated") {
    if (!holds) return problem("write", `The token lacks ${writes}.`, consent);
    const found = `The token holds ${writes}; a user also needs a directory role for it, which cannot be seen from here.`;
    return unknown("write", found, `To be sure, see that the user has ${role}.`);
  }
  if (holds) return ok("write", `The token holds ${writes}.`);
  const found = `The token lacks ${writes}. Whether the app has ${role} instead cannot be seen without writing.`;
  return unknown("write", found, `${check} Reading alone is enough for preview and refresh.`);
}

function afterRefusal(error: unknown, signedInAs: string): Line {
  const isForbidden = error instanceof GraphFailure && error.isForbidden && !error.hasCode("NoLicense");
  if (!isForbidden) return unknown("write", "Not tried: first solve read.");
  const { remedy } = failed("write", "", error, signedInAs);
  return problem("write", "Who may not read may not write.", remedy ?? "");
}
