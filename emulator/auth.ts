// Who may call: bearer tokens, permissions and the licence of the tenant.
import { isAudience } from "./clouds";
import { forbidden, GraphError } from "./errors";
import { audiencesOf, decodeJwt } from "./jwt";
import type { World } from "./world";

export type Access = "readOrganizations" | "writeOrganizations" | "readTenants";

const grants: Record<Access, readonly string[]> = {
  readOrganizations: ["EntitlementManagement.Read.All", "EntitlementManagement.ReadWrite.All"],
  writeOrganizations: ["EntitlementManagement.ReadWrite.All"],
  readTenants: ["CrossTenantInformation.ReadBasic.All"],
};

/** A directory role that an application may hold instead of the permissions on organizations. */
const role = "Identity Governance Administrator";

function refuseToken(message: string): GraphError {
  return new GraphError(401, "InvalidAuthenticationToken", message, {
    "WWW-Authenticate":
      'Bearer realm="", authorization_uri="https://login.microsoftonline.com/common/oauth2/authorize"',
  });
}

function tokenOf(authorization: string | undefined): string | undefined {
  return /^Bearer\s+(\S+)$/i.exec(authorization ?? "")?.[1];
}

export function requireToken(world: World, authorization: string | undefined, url: URL): void {
  const token = tokenOf(authorization);
  if (token === undefined) throw refuseToken("Access token is empty.");
  const issued = world.store.issuedTokens.get(token);
  if (issued !== undefined && issued.expires <= world.clock()) {
    throw refuseToken("Lifetime validation failed, the token is expired.");
  }
  const accepted = {
    any: true,
    issued: issued !== undefined,
    listed: world.store.tokens.has(token),
  }[world.switches.acceptedTokens];
  if (!accepted) throw refuseToken("IDX14100: JWT is not well formed, there are no dots (.).");
  const jwt = decodeJwt(token);
  const audiences = jwt === undefined ? [] : audiencesOf(jwt);
  const isOurs = (audience: unknown) => typeof audience === "string" && isAudience(world.store, audience, url);
  if (audiences.length > 0 && !audiences.some(isOurs)) {
    throw refuseToken("Access token validation failure. Invalid audience.");
  }
}

/** Who creates or changes an organization: `createdBy` and `modifiedBy`. */
export function callerOf({ store, switches }: World, authorization: string | undefined): string | undefined {
  const { appid } = decodeJwt(tokenOf(authorization) ?? "")?.claims ?? {};
  const [app] = store.apps.values();
  return {
    userPrincipalName: store.caller,
    appId: typeof appid === "string" ? appid : app?.clientId,
    absent: undefined,
  }[switches.changedBy];
}

export function requireAccess(world: World, access: Access): void {
  const accepted = access === "readTenants" ? grants[access] : [...grants[access], role];
  if (access !== "readTenants" && world.switches.licence === "missing") {
    throw new GraphError(403, "NoLicense", "The tenant does not have a license for this feature.");
  }
  if (!world.store.permissions.some((permission) => accepted.includes(permission))) throw forbidden(world.switches);
}
