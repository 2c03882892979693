// Access packages and their assignment policies, which callers only read.
import type { Hono } from "hono";
import { requireAccess } from "./auth";
import { badRequest, forbidden, notFound } from "./errors";
import {
  accessPackagesPath,
  answerJson,
  contextUrl,
  type GraphContext,
  type GraphEnv,
  idOf,
  policiesPath,
  urlOf,
} from "./graph-context";
import type { AccessPackage, AssignmentPolicy, PolicyTarget } from "./model";
import { cutPage, type QueryOptions, readQuery } from "./odata-page";
import { selectedNames, selectProperties } from "./wire";
import type { World } from "./world";
import { backEnd, spellType } from "./written-source";

type Json = Record<string, unknown>;

const packageProperties = ["id", "displayName", "description", "isHidden", "createdDateTime", "modifiedDateTime"];
const policyProperties = [
  ...["id", "displayName", "description", "allowedTargetScope", "specificAllowedTargets"],
  ...["createdDateTime", "modifiedDateTime", "automaticRequestSettings", "expiration", "notificationSettings"],
  ...["requestApprovalSettings", "requestorSettings", "reviewSettings"],
];

/** What `$expand` asks of the package: undefined for nothing, else its properties, or "all". */
function readExpand(expand: string | undefined, { switches }: World): readonly string[] | "all" | undefined {
  if (expand === undefined) return undefined;
  const found = /^accessPackage(?:\(\$select=([\w,* ]+)\))?$/i.exec(expand);
  if (found === null || switches.expandAccessPackage === "refused") {
    throw badRequest(`Parsing OData Select and Expand failed: '$expand=${expand}' is not supported.`);
  }
  const names = found[1]?.split(",").map((name) => name.trim());
  const select = selectedNames(names, packageProperties, "accessPackage") ?? "all";
  return switches.expandAccessPackage === "ignored" ? undefined : select;
}

function organizationOf(target: PolicyTarget): string | undefined {
  const { connectedOrganizationId: id } = target;
  return typeof id === "string" ? id.toLowerCase() : undefined;
}

/** Whether an assignment policy names the organization. */
export function isUsed({ store }: World, id: string): boolean {
  const policies = [...store.policies.values()];
  return policies.some(({ specificAllowedTargets }) =>
    specificAllowedTargets.some((target) => organizationOf(target) === id.toLowerCase()),
  );
}

function writeType(type: string, { policyTarget, odataType }: World["switches"]): Json {
  const name = type.replace(/^.*[.#]/, "");
  switch (policyTarget) {
    case "typed":
      return { "@odata.type": spellType(`#microsoft.graph.${name}`, odataType) };
    case "backendNamespace":
      return { "@odata.type": spellType(backEnd + name, odataType) };
    case "untyped":
      return {};
  }
}

function writeTarget({ "@odata.type": type, ...target }: PolicyTarget, { store, switches }: World): Json {
  const id = organizationOf({ "@odata.type": type, ...target });
  const named = id === undefined ? undefined : store.entries.get(id)?.organization.displayName;
  const upper = switches.targetIdCase === "upperCase" && id !== undefined;
  return {
    ...writeType(type, switches),
    description: named ?? null,
    ...target,
    ...(upper ? { connectedOrganizationId: id.toUpperCase() } : {}),
  };
}

function writePolicy({ accessPackageId: _, ...policy }: AssignmentPolicy, world: World): Json {
  return {
    ...policy,
    automaticRequestSettings: null,
    specificAllowedTargets: policy.specificAllowedTargets.map((target) => writeTarget(target, world)),
  };
}

interface Collection<Item> {
  readonly set: string;
  readonly all: ReadonlyMap<string, Item>;
  readonly query: QueryOptions;
  readonly write: (item: Item) => Json;
}

function answerPage<Item>(c: GraphContext, world: World, { set, all, query, write }: Collection<Item>): Response {
  const page = cutPage([...all.values()], urlOf(c), query, world.switches);
  return answerJson(c, world, {
    "@odata.context": contextUrl(c, `identityGovernance/entitlementManagement/${set}`),
    ...(page.nextLink === undefined ? {} : { "@odata.nextLink": page.nextLink }),
    value: page.items.map(write),
  });
}

function answerOne<Item>(c: GraphContext, world: World, { set, all, write }: Collection<Item>): Response {
  const item = all.get(idOf(c).toLowerCase());
  if (item === undefined) throw notFound();
  const context = contextUrl(c, `identityGovernance/entitlementManagement/${set}/$entity`);
  return answerJson(c, world, { "@odata.context": context, ...write(item) });
}

function readPolicies(c: GraphContext, world: World, options: readonly string[]): Collection<AssignmentPolicy> {
  requireAccess(world, "readOrganizations");
  const { store, switches } = world;
  if (switches.policiesPermission === "refused") throw forbidden(switches);
  const query = readQuery(urlOf(c), ["select", "expand", ...options]);
  const select = selectedNames(query.select, policyProperties, "accessPackageAssignmentPolicy");
  const expand = readExpand(query.expand, world);
  const packageOf = ({ accessPackageId }: AssignmentPolicy) =>
    selectProperties(
      { ...store.accessPackages.get(accessPackageId.toLowerCase()) },
      expand === "all" ? undefined : expand,
    );
  const write = (policy: AssignmentPolicy) => ({
    ...selectProperties(writePolicy(policy, world), select),
    ...(expand === undefined ? {} : { accessPackage: packageOf(policy) }),
  });
  const all: Collection<AssignmentPolicy>["all"] =
    switches.policiesPermission === "hidden" ? new Map() : store.policies;
  return { set: "assignmentPolicies", all, query, write };
}

function readAccessPackages(c: GraphContext, world: World, options: readonly string[]): Collection<AccessPackage> {
  requireAccess(world, "readOrganizations");
  const query = readQuery(urlOf(c), ["select", ...options]);
  const select = selectedNames(query.select, packageProperties, "accessPackage");
  const write = (item: AccessPackage) => selectProperties({ ...item }, select);
  return { set: "accessPackages", all: world.store.accessPackages, query, write };
}

const paging = ["top", "skiptoken"];

export function addPolicyRoutes(app: Hono<GraphEnv>, world: World): void {
  // `$count` is no id.
  const one = ":id{[^~/]+}";
  app.get(policiesPath, (c) => answerPage(c, world, readPolicies(c, world, paging)));
  app.get(`${policiesPath}/${one}`, (c) => answerOne(c, world, readPolicies(c, world, [])));
  app.get(accessPackagesPath, (c) => answerPage(c, world, readAccessPackages(c, world, paging)));
  app.get(`${accessPackagesPath}/${one}`, (c) => answerOne(c, world, readAccessPackages(c, world, [])));
}
