// What a Graph route knows about its request, and how it answers.
import type { Context } from "hono";
import { GraphError, graphHeaders, isGuid, jsonContentType, type RequestIds } from "./errors";
import type { World } from "./world";

export interface GraphEnv {
  /** `caller` is what goes into `createdBy` and `modifiedBy`. */
  Variables: { ids: RequestIds; caller: string | undefined };
}

export type GraphContext = Context<GraphEnv>;

export const versionPath = "/:version{(?:v1\\.0|beta)}";

export const organizationsPath = `${versionPath}/identitygovernance/entitlementmanagement/connectedorganizations`;

/** The beta calls them accessPackageAssignmentPolicies, of another shape. */
const readOnlyRoot = "/v1.0/identitygovernance/entitlementmanagement";
export const policiesPath = `${readOnlyRoot}/assignmentpolicies`;
export const accessPackagesPath = `${readOnlyRoot}/accesspackages`;

export const organizationsSet = "identityGovernance/entitlementManagement/connectedOrganizations";

/** The version in the path: "v1.0" or "beta". */
export function versionOf(c: GraphContext): string {
  return c.req.param("version") ?? "v1.0";
}

export function parameterOf(c: GraphContext, name: string): string {
  return c.req.param(name) ?? "";
}

/** The object that the path names. */
export function idOf(c: GraphContext): string {
  const id = parameterOf(c, "id");
  if (!isGuid(id)) throw new GraphError(400, "InvalidFilter", "Unrecognized Guid format.");
  return id;
}

/** Microsoft's Python client writes `/v1.0//identityGovernance`; links in answers do not repeat that. */
export function urlOf(c: GraphContext): URL {
  const url = new URL(c.req.url);
  url.pathname = url.pathname.replace(/\/{2,}/g, "/");
  return url;
}

export function contextUrl(c: GraphContext, fragment: string): string {
  return `${new URL(c.req.url).origin}/${versionOf(c)}/$metadata#${fragment}`;
}

export function answerJson(
  c: GraphContext,
  world: World,
  body: unknown,
  status = 200,
  headers: Readonly<Record<string, string>> = {},
): Response {
  const all = { "Content-Type": jsonContentType, ...graphHeaders(c.var.ids, world.clock()), ...headers };
  return new Response(JSON.stringify(body), { status, headers: all });
}

export function answerEmpty(c: GraphContext, world: World, status = 204): Response {
  return new Response(null, { status, headers: graphHeaders(c.var.ids, world.clock()) });
}
