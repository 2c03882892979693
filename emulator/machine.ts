// Where code on a machine gets a token of the machine's identity: the instance metadata service and App Service.
// https://learn.microsoft.com/entra/identity/managed-identities-azure-resources/how-to-use-vm-token
// https://learn.microsoft.com/azure/app-service/overview-managed-identity#rest-endpoint-reference
import type { Context, Hono } from "hono";
import type { GraphEnv } from "./graph-context";
import { answerMachineToken, principalOf } from "./issued-token";
import type { App } from "./model";
import type { World } from "./world";

/** App Service makes one for each instance and puts it into the variable IDENTITY_HEADER. */
export const identityHeader = "emulator-identity-header";

interface MachineEndpoint {
  readonly apiVersion: string;
  /** Says what the caller lacks that another host could not send. */
  readonly lacks: (header: (name: string) => string | undefined) => string | undefined;
  readonly refuse: (status: 400 | 401, message: string) => Response;
}

const instanceMetadata: MachineEndpoint = {
  apiVersion: "2018-02-01",
  lacks(header) {
    if (header("x-forwarded-for") !== undefined) return "X-Forwarded-For header is not allowed";
    return header("metadata")?.toLowerCase() === "true" ? undefined : "Required metadata header not specified";
  },
  refuse: (_, message) => Response.json({ error: "invalid_request", error_description: message }, { status: 400 }),
};

const appService: MachineEndpoint = {
  apiVersion: "2019-08-01",
  lacks: (header) => (header("x-identity-header") === identityHeader ? undefined : "X-IDENTITY-HEADER is not valid"),
  refuse: (status, message) => Response.json({ statusCode: status, message }, { status }),
};

/** The machine has every app of the seed as an identity; the first one is the system's. */
function findIdentity(world: World, c: Context<GraphEnv>): App | undefined {
  const apps = [...world.store.apps.values()];
  const [clientId, objectId] = [c.req.query("client_id"), c.req.query("object_id") ?? c.req.query("principal_id")];
  if (clientId !== undefined) return world.store.apps.get(clientId.toLowerCase());
  if (objectId !== undefined) return apps.find((app) => principalOf(app) === objectId.toLowerCase());
  const byResource = c.req.query("msi_res_id") ?? c.req.query("mi_res_id");
  return byResource === undefined ? apps[0] : undefined;
}

function answer(c: Context<GraphEnv>, world: World, { apiVersion, lacks, refuse }: MachineEndpoint): Response {
  const lacking = lacks((name) => c.req.header(name));
  if (lacking !== undefined) return refuse(401, lacking);
  if (c.req.query("api-version") !== apiVersion) return refuse(400, `The api-version must be ${apiVersion}`);
  const resource = c.req.query("resource");
  if (resource === undefined) return refuse(400, "Required query parameter 'resource' not specified");
  const app = findIdentity(world, c);
  if (app === undefined) return refuse(400, "Identity not found");
  return answerMachineToken(world, { app, tenantId: world.store.ownTenantId, resource, proof: "2" });
}

export function addMachineRoutes(app: Hono<GraphEnv>, world: World): void {
  app.get("/metadata/identity/oauth2/token", (c) => answer(c, world, instanceMetadata));
  app.get("/msi/token", (c) => answer(c, world, appService));
}
