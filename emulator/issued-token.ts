// Tokens as the authority issues them for an application, and the answers that carry them.
import { createHash } from "node:crypto";
import { encodeJwt } from "./jwt";
import type { App } from "./model";
import type { World } from "./world";

/** The object id of the application's service principal: different from the client id, and always the same. */
export function principalOf({ clientId }: App): string {
  const digest = createHash("sha256").update(clientId.toLowerCase()).digest("hex");
  return digest.replace(/^(.{8})(.{4})(.{4})(.{4})(.{12}).*$/, "$1-$2-$3-$4-$5");
}

export interface Grant {
  readonly app: App;
  readonly tenantId: string;
  readonly resource: string;
  /** "1": a secret, "2": an assertion. */
  readonly proof: "1" | "2";
}

interface IssuedToken {
  readonly text: string;
  readonly issuedAt: number;
  readonly lifetime: number;
}

function issueToken({ clock, store, switches }: World, { app, tenantId, resource, proof }: Grant): IssuedToken {
  const issuedAt = Math.floor(clock() / 1000);
  const lifetime = switches.tokenLifetime;
  const issuer = `https://sts.windows.net/${tenantId}/`;
  const principal = principalOf(app);
  const claims = {
    aud: resource,
    iss: issuer,
    iat: issuedAt,
    nbf: issuedAt,
    exp: issuedAt + lifetime,
    app_displayname: app.displayName,
    appid: app.clientId,
    appidacr: proof,
    idp: issuer,
    idtyp: "app",
    oid: principal,
    roles: store.permissions,
    sub: principal,
    tid: tenantId,
    uti: store.nextGuid(),
    ver: "1.0",
  };
  const text = encodeJwt("none", claims);
  store.issuedTokens.set(text, { expires: (issuedAt + lifetime) * 1000 });
  return { text, issuedAt, lifetime };
}

const headers = { "Cache-Control": "no-store, no-cache" };

export function answerToken(world: World, grant: Grant): Response {
  const { text, lifetime } = issueToken(world, grant);
  const body = { token_type: "Bearer", expires_in: lifetime, ext_expires_in: lifetime, access_token: text };
  return Response.json(body, { headers });
}

function spell(world: World, grant: Grant): Record<string, string> {
  const { text, issuedAt, lifetime } = issueToken(world, grant);
  return {
    token_type: "Bearer",
    expires_in: String(lifetime),
    ext_expires_in: String(lifetime),
    expires_on: String(issuedAt + lifetime),
    not_before: String(issuedAt),
    resource: grant.resource,
    access_token: text,
  };
}

/** The older endpoint returns numbers as text. */
export function answerOldToken(world: World, grant: Grant): Response {
  return Response.json(spell(world, grant), { headers });
}

/** So do the endpoints of a machine, which also name the identity. */
export function answerMachineToken(world: World, grant: Grant): Response {
  return Response.json({ ...spell(world, grant), client_id: grant.app.clientId }, { headers });
}
