// The token endpoints for client credentials: v2.0 with a scope, the older one with a resource.
import type { Context, Hono } from "hono";
import { checkAssertion } from "./assertion";
import { findDirectory } from "./authority";
import { AuthorityError, missingParameter, refuseClient, tenantNotFound } from "./authority-error";
import type { GraphEnv } from "./graph-context";
import { answerOldToken, answerToken, type Grant } from "./issued-token";
import type { App } from "./model";
import { decodePart } from "./path";
import type { Store } from "./store";
import type { World } from "./world";

function checkSecret(app: App, secret: string, now: number): void {
  const found = app.secrets.find(({ value }) => value === secret);
  if (found === undefined) {
    const hint = "Ensure the secret being sent in the request is the client secret value, not the client secret ID";
    throw refuseClient(
      7000215,
      `Invalid client secret provided. ${hint}, for a secret added to app '${app.clientId}'.`,
    );
  }
  if (found.expires !== undefined && Date.parse(found.expires) <= now) {
    throw refuseClient(7000222, `The provided client secret keys for app '${app.clientId}' are expired.`);
  }
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

function checkGrant(form: URLSearchParams): void {
  const type = form.get("grant_type");
  if (type === null) throw missingParameter("grant_type");
  if (type !== "client_credentials") {
    throw new AuthorityError(400, "unsupported_grant_type", 70003, "The app requested an unsupported grant type.");
  }
  if (form.get("client_id") === null) throw missingParameter("client_id");
}

function readResource(endpoint: Endpoint, form: URLSearchParams): string {
  const resource = endpoint.resourceOf(form);
  if (resource !== undefined) return resource;
  if (endpoint === older) throw missingParameter("resource");
  throw new AuthorityError(400, "invalid_scope", 1002012, "The provided value for scope is not valid.");
}

/** Every spelling of the tenant's token endpoints. */
function tokenEndpoints({ tenants }: Store, tenantId: string, origin: string): string[] {
  const names = [tenantId, ...(tenants.get(tenantId.toLowerCase())?.domains ?? [])];
  return names.flatMap((name) => [`${origin}/${name}/oauth2/v2.0/token`, `${origin}/${name}/oauth2/token`]);
}

/** @returns what proved who the client is */
function checkClient(world: World, app: App, form: URLSearchParams, endpoints: readonly string[]): Grant["proof"] {
  const secret = form.get("client_secret");
  if (secret !== null) {
    checkSecret(app, secret, world.clock());
    return "1";
  }
  if (form.get("client_assertion") === null) {
    const message = "The request body must contain the following parameter: 'client_assertion' or 'client_secret'.";
    throw refuseClient(7000218, message);
  }
  checkAssertion(app, form, endpoints, world.clock());
  return "2";
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
  if (directory === undefined) throw tenantNotFound("invalid_request", name);
  const { tenantId } = directory;
  const form = await readForm(c);
  checkGrant(form);
  const resource = readResource(endpoint, form);
  const clientId = form.get("client_id") ?? "";
  const app = world.store.apps.get(clientId.toLowerCase());
  if (app === undefined || tenantId.toLowerCase() !== world.store.ownTenantId) {
    const message = `Application with identifier '${clientId}' was not found in the directory '${name}'. This can happen if the application has not been installed by the administrator of the tenant or consented to by any user in the tenant.`;
    throw new AuthorityError(400, "unauthorized_client", 700016, message);
  }
  const { origin } = new URL(c.req.url);
  const proof = checkClient(world, app, form, tokenEndpoints(world.store, tenantId, origin));
  return endpoint.answer(world, { app, tenantId, resource, proof });
}

export function addTokenRoutes(app: Hono<GraphEnv>, world: World): void {
  app.post("/:tenant/oauth2/v2.0/token", (c) => answer(c, world, current));
  app.post("/:tenant/oauth2/token", (c) => answer(c, world, older));
}
