// What the forms do: the same as the control routes, then back to the page.
import type { Context } from "hono";
import { faultRuleSchema } from "../fault-rule";
import { type SponsorKind, type State, sponsorKinds } from "../model";
import type { Portal } from "../portal";
import { parseOrExplain } from "../seed";
import { findTenantByDomain } from "../store";
import { parseSwitches } from "../switches";
import type { World } from "../world";
import { readSourceLines } from "./source-line";

interface Done {
  readonly notice: string;
  /** The page to go to, below the root of the pages; "" for the first one. */
  readonly next: string;
}

/** Puts what a form did into words and says where to go; throws what the form could not do. */
export type Action = (form: URLSearchParams, c: Context) => Done;

const text = (form: URLSearchParams, name: string): string => (form.get(name) ?? "").replaceAll("\r\n", "\n");
const lines = (form: URLSearchParams, name: string): string[] =>
  text(form, name)
    .split("\n")
    .map((line) => line.trim())
    .filter((line) => line !== "");
const organizationPage = (id: string) => `/organizations/${encodeURIComponent(id)}`;
const idOf = (c: Context) => c.req.param("id") ?? "";

function organizationActions(world: World, portal: Portal): Record<string, Action> {
  const tenantOf = (tenantId: string) => world.store.tenants.get(tenantId.toLowerCase());
  const read = (form: URLSearchParams) => ({
    displayName: text(form, "displayName"),
    description: text(form, "description"),
    state: text(form, "state") as State,
    identitySources: readSourceLines(text(form, "identitySources"), tenantOf),
  });
  return {
    "/organizations": (form) => {
      const { displayName } = portal.create(read(form));
      return { notice: `${displayName} was created.`, next: "" };
    },
    "/organizations/:id": (form, c) => {
      const { id, displayName } = portal.patch(idOf(c), read(form));
      return { notice: `${displayName} was saved.`, next: organizationPage(id) };
    },
    "/organizations/:id/delete": (_, c) => {
      portal.delete(idOf(c));
      return { notice: "The organization was deleted.", next: "" };
    },
  };
}

function sponsorActions(portal: Portal, kind: SponsorKind): Record<string, Action> {
  return {
    [`/organizations/:id/${kind}/add`]: (form, c) => {
      portal.addSponsor(idOf(c), kind, text(form, "objectId"));
      return { notice: "The sponsor was added.", next: organizationPage(idOf(c)) };
    },
    [`/organizations/:id/${kind}/remove`]: (form, c) => {
      portal.removeSponsor(idOf(c), kind, text(form, "objectId"));
      return { notice: "The sponsor was removed.", next: organizationPage(idOf(c)) };
    },
  };
}

function partnerActions(world: World, portal: Portal): Record<string, Action> {
  const back = (form: URLSearchParams) => (form.has("back") ? organizationPage(text(form, "back")) : "/directory");
  return {
    "/join": (form) => {
      const [displayName, domain] = [text(form, "displayName"), text(form, "domain")];
      const owner = findTenantByDomain(world.store, domain) ?? { tenantId: world.store.nextGuid(), domains: [domain] };
      portal.joinEntra({ ...owner, domains: [...owner.domains], displayName });
      return { notice: `${displayName} now has a tenant with the domain ${domain}.`, next: back(form) };
    },
    "/rename": (form) => {
      portal.renameTenant(text(form, "tenantId"), text(form, "displayName"));
      return { notice: `The tenant is now called ${text(form, "displayName")}.`, next: back(form) };
    },
    "/domains": (form) => {
      portal.moveDomain(text(form, "domain"), text(form, "tenantId"));
      return { notice: `${text(form, "domain")} was moved.`, next: "/directory" };
    },
    "/objects": (form) => {
      const [type, displayName] = [text(form, "type") as "user" | "group", text(form, "displayName")];
      portal.addDirectoryObject({ id: world.store.nextGuid(), type, displayName });
      return { notice: `${displayName} was added.`, next: "/directory" };
    },
  };
}

function policyActions(portal: Portal): Record<string, Action> {
  const member = (connectedOrganizationId: string) => ({
    "@odata.type": "#microsoft.graph.connectedOrganizationMembers",
    connectedOrganizationId,
  });
  return {
    "/packages": (form) => {
      const { displayName } = portal.setAccessPackage({
        displayName: text(form, "displayName"),
        description: text(form, "description"),
      });
      return { notice: `The access package ${displayName} was added.`, next: "/policies" };
    },
    "/policies": (form) => {
      const { displayName } = portal.setPolicy({
        displayName: text(form, "displayName"),
        accessPackageId: text(form, "accessPackageId"),
        allowedTargetScope: text(form, "allowedTargetScope"),
        specificAllowedTargets: form.getAll("organization").map(member),
      });
      return { notice: `The policy ${displayName} was added.`, next: "/policies" };
    },
    "/policies/:id/delete": (_, c) => {
      portal.deletePolicy(idOf(c));
      return { notice: "The policy was deleted.", next: "/policies" };
    },
  };
}

function readFault(form: URLSearchParams) {
  const [method, path, times] = [text(form, "method"), text(form, "path"), text(form, "times")];
  let fault: unknown;
  try {
    fault = JSON.parse(text(form, "fault"));
  } catch {
    throw new Error(`The fault is not JSON: ${text(form, "fault")}`);
  }
  return parseOrExplain(
    faultRuleSchema,
    {
      fault,
      times: times === "always" ? times : Number(times),
      ...(method === "" ? {} : { method }),
      ...(path === "" ? {} : { path }),
    },
    "rule",
  );
}

function behaviourActions(world: World, portal: Portal, reset: () => void): Record<string, Action> {
  const next = "/behaviour";
  return {
    "/switches": (form) => {
      world.switches.set(parseSwitches(Object.fromEntries(form)));
      return { notice: "The switches were saved.", next };
    },
    "/switches/reset": () => {
      world.switches.reset();
      return { notice: "All switches were reset to their defaults.", next };
    },
    "/faults": (form) => {
      world.faults.add(readFault(form));
      return { notice: "The fault was added.", next };
    },
    "/faults/clear": () => {
      world.faults.clear();
      return { notice: "All faults were removed.", next };
    },
    "/permissions": (form) => {
      portal.setPermissions(lines(form, "permissions"));
      return { notice: "The permissions were saved.", next };
    },
    "/reset": () => {
      reset();
      return { notice: "Everything was reset to the seed.", next: "" };
    },
    "/requests/clear": () => {
      world.log.requests.length = 0;
      return { notice: "The log was cleared.", next: "/requests" };
    },
  };
}

/** Every form by its path. */
export function createActions(world: World, portal: Portal, reset: () => void): Record<string, Action> {
  return {
    ...organizationActions(world, portal),
    ...Object.assign({}, ...sponsorKinds.map((kind) => sponsorActions(portal, kind))),
    ...partnerActions(world, portal),
    ...policyActions(portal),
    ...behaviourActions(world, portal, reset),
  };
}
