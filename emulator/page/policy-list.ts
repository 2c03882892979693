// Access packages and their policies.
import { html } from "hono/html";
import type { AssignmentPolicy, PolicyTarget } from "../model";
import type { Portal } from "../portal";
import type { World } from "../world";
import { renderButton, selectField, textField } from "./field";
import { type Html, renderTable } from "./layout";
import { nameOf } from "./organization-list";
import { pageRoot } from "./paths";

const scopes = [
  "specificConnectedOrganizationUsers",
  "allConfiguredConnectedOrganizationUsers",
  "allExternalUsers",
  "specificDirectoryUsers",
  "allMemberUsers",
  "notSpecified",
];

function describeTarget({ store }: World, { "@odata.type": type, ...rest }: PolicyTarget): string {
  const id = rest["connectedOrganizationId"];
  const organization = typeof id === "string" ? store.entries.get(id.toLowerCase())?.organization : undefined;
  if (organization !== undefined) return nameOf(organization);
  return `${Object.values(rest).map(String).join(", ")} (${type.replace(/^.*\./, "")})`;
}

function row(world: World, policy: AssignmentPolicy): unknown[] {
  const { id, displayName, allowedTargetScope, specificAllowedTargets, accessPackageId } = policy;
  return [
    html`${displayName}<br><code>${id}</code>`,
    world.store.accessPackages.get(accessPackageId.toLowerCase())?.displayName ?? accessPackageId,
    allowedTargetScope,
    html`<ul>${specificAllowedTargets.map((target) => html`<li>${describeTarget(world, target)}</li>`)}</ul>`,
    renderButton({
      action: `${pageRoot}/policies/${encodeURIComponent(id)}/delete`,
      text: "Delete",
      label: `Delete the policy ${displayName}`,
      danger: true,
    }),
  ];
}

export function renderPolicies(world: World, policies: readonly AssignmentPolicy[]): Html {
  return renderTable({
    caption: "Assignment policies",
    columns: ["Policy", "Access package", "Who may be assigned", "Named", "Action"],
    rows: policies.map((policy) => row(world, policy)),
    empty: "There are no policies.",
  });
}

function renderNewPolicy(portal: Portal): Html {
  const choice = ({ id, displayName }: { id: string; displayName: string }) => [id, displayName] as const;
  const box = (organization: ReturnType<Portal["list"]>[number]) => {
    const { id } = organization;
    return html`<div><input type="checkbox" id="named-${id}" name="organization" value="${id}"><label for="named-${id}">${nameOf(organization)}</label></div>`;
  };
  return html`<form method="post" action="${pageRoot}/policies"><h3>Add a policy</h3>
${textField({ name: "displayName", id: "policy", label: "Name of the policy", required: true })}
${selectField({ name: "accessPackageId", label: "Access package", choices: portal.accessPackages().map(choice) })}
${selectField({ name: "allowedTargetScope", label: "Who may be assigned", choices: scopes })}
<fieldset><legend>Named organizations</legend>${portal.list().map(box)}</fieldset>
<button>Add the policy</button></form>`;
}

export function renderPolicyPage(world: World, portal: Portal): Html {
  return html`${renderPolicies(world, portal.policies())}
${renderNewPolicy(portal)}
<form method="post" action="${pageRoot}/packages"><h3>Add an access package</h3>
${textField({ name: "displayName", id: "package", label: "Name of the package", required: true })}
${textField({ name: "description", label: "Description" })}
<button>Add the package</button></form>`;
}
