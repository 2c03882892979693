// The token endpoints for client credentials: v2.0 with a scope, the older one with a resource.
import type { Context, Hono } from "hono";
import { authorityError, findDirectory, tenantNotFound } from "./authority";
import type { GraphEnv } from "./graph-context";
import { answerOldToken, answerToken, type Grant } from "./issued-token";
import type { App } from "./model";
import { decodePart } from "./path";
import type { World } from "./world";

interface Assertion {
  readonly iss?: unknown;
  readonly sub?: unknown;
  readonly exp?: unknown;
}

function decodeAssertion(token: string): Assertion | undefined {
  const [, payload, signature] = token.split(".");
  if (payload === undefined || signature === undefined) return undefined;
  try {
    const claims: unknown = JSON.parse(Buffer.from(payload, "base64url").toString());
    return typeof claims === "object" && claims !== null ? claims : undefined;
  } catch {
    return undefined;
  }
}

function refuseSecret(world: World, app: App, secret: string): Response | undefined {
  const found = app.secrets.find(({ value }) => value === secret);
  if (found === undefined) {
    const hint = "Ensure the secret being sent in the request is the client secret value, not the client secret ID";
    const message = `Invalid client secret provided. ${hint}, for a secret added to app '${app.clientId}'.`;
    return authorityError(world, 401, "invalid_client", 7000215, message);
  }
  if (found.expires === undefined || Date.parse(found.expires) > world.clock()) return undefined;
  const message = `The provided client secret keys for app '${app.clientId}' are expired.`;
  return authorityError(world, 401, "invalid_client", 7000222, message);
}

/** Claims are checked, signatures are not: the emulator holds no keys. */
function refuseAssertion(world: World, app: App, token: string): Response | undefined {
  const claims = decodeAssertion(token);
  if (claims === undefined) {
    return authorityError(world, 401, "invalid_client", 50027, "JWT token is invalid or malformed.");
  }
  const own = claims.iss === app.clientId && claims.sub === app.clientId;
  const federated = app.federatedCredentials.some(
    ({ issuer, subject }) => claims.iss === issuer && claims.sub === subject,
  );
  if (!own && !federated) {
    const message = `No matching federated identity record found for presented assertion subject '${String(claims.sub)}'.`;
    return authorityError(world, 401, "invalid_client", 700213, message);
  }
  if (typeof claims.exp === "number" && claims.exp * 1000 > world.clock()) return undefined;
  return authorityError(world, 401, "invalid_client", 700024, "Client assertion is not within its valid time range.");
}

interface Endpoint {
  readonly answer: (world: World, grant: Grant) => Response;
  /** What the token is for, or undefined if the form does not say so correctly. */
  readonly resourceOf: (form: URLSearchParams) => string | undefined;
}

const current: Endpoint = {
  answer: answerToken,
  resourceOf(form) {
    const scopes = (form.get("scope") ?? "").split(" ");
    const [scope = "", ...more] = scopes.filter((name) => !/^(openid|profile|offline_access)$/.test(name));
    return more.length === 0 && scope.endsWith("/.default") ? scope.slice(0, -"/.default".length) : undefined;
  },
};

const older: Endpoint = { answer: answerOldToken, resourceOf: (form) => form.get("resource") ?? undefined };

function refuseGrant(world: World, form: URLSearchParams): Response | undefined {
  if (form.get("grant_type") !== "client_credentials") {
    return authorityError(world, 400, "unsupported_grant_type", 70003, "The app requested an unsupported grant type.");
  }
  if (form.get("client_id") !== null) return undefined;
  const message = "The request body must contain the following parameter: 'client_id'.";
  return authorityError(world, 400, "invalid_request", 900144, message);
}

function refuseResource(world: World, endpoint: Endpoint): Response {
  if (endpoint === current) {
    return authorityError(world, 400, "invalid_scope", 1002012, "The provided value for scope is not valid.");
  }
  const message = "The request body must contain the following parameter: 'resource'.";
  return authorityError(world, 400, "invalid_request", 900144, message);
}

function refuseClient(world: World, app: App, form: URLSearchParams): Response | undefined {
  const secret = form.get("client_secret");
  const assertion = form.get("client_assertion");
  if (secret !== null) return refuseSecret(world, app, secret);
  if (assertion !== null) return refuseAssertion(world, app, assertion);
  const message = "The request body must contain the following parameter: 'client_assertion' or 'client_secret'.";
  return authorityError(world, 401, "invalid_client", 7000218, message);
}

/** The form, with client id and secret from a Basic header if there is one. */
async function readForm(c: Context<GraphEnv>): Promise<URLSearchParams> {
  const form = new URLSearchParams(await c.req.text());
  const basic = /^Basic\s+(\S+)$/i.exec(c.req.header("authorization") ?? "")?.[1];
  if (basic === undefined) return form;
  const [id = "", secret = ""] = Buffer.from(basic, "base64").toString().split(":");
  form.set("client_id", decodePart(id));
  form.set("client_secret", decodePart(secret));
  return form;
}

async function answer(c: Context<GraphEnv>, world: World, endpoint: Endpoint): Promise<Response> {
  const name = c.req.param("tenant") ?? "";
  const directory = findDirectory(world.store, name);
  if (directory === undefined) return tenantNotFound(world, "invalid_request", name);
  const { tenantId } = directory;
  const form = await readForm(c);
  const refused = refuseGrant(world, form);
  if (refused !== undefined) return refused;
  const resource = endpoint.resourceOf(form);
  if (resource === undefined) return refuseResource(world, endpoint);
  const clientId = form.get("client_id") ?? "";
  const app = world.store.apps.get(clientId.toLowerCase());
  if (app === undefined || tenantId.toLowerCase() !== world.store.ownTenantId) {
    const message = `Application with identifier '${clientId}' was not found in the directory '${name}'. This can happen if the application has not been installed by the administrator of the tenant or consented to by any user in the tenant.`;
    return authorityError(world, 400, "unauthorized_client", 700016, message);
  }
  const proof = form.get("client_secret") === null ? "2" : "1";
  return refuseClient(world, app, form) ?? endpoint.answer(world, { app, tenantId, resource, proof });
}

export function addTokenRoutes(app: Hono<GraphEnv>, world: World): void {
  app.post("/:tenant/oauth2/v2.0/token", (c) => answer(c, world, current));
  app.post("/:tenant/oauth2/token", (c) => answer(c, world, older));
}
