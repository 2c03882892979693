// Tenants with their domains, and the users and groups of the own tenant.
import { html } from "hono/html";
import type { Tenant } from "../model";
import type { Portal } from "../portal";
import type { World } from "../world";
import { selectField, textField } from "./field";
import { type Html, renderTable } from "./layout";
import { pageRoot } from "./paths";

function tenantRow(ownTenantId: string, { tenantId, displayName, domains, cloud }: Tenant): unknown[] {
  const isOwn = tenantId.toLowerCase() === ownTenantId;
  return [
    html`${displayName}${isOwn ? html` <em>(own tenant)</em>` : ""}<br><code>${tenantId}</code>`,
    domains.join(", "),
    cloud ?? "this cloud",
  ];
}

const tenantChoices = (portal: Portal) =>
  portal.tenants().map(({ tenantId, displayName }) => [tenantId, `${displayName} (${tenantId})`] as const);

export function renderDirectory(world: World, portal: Portal): Html {
  const { ownTenantId, directoryObjects } = world.store;
  const choices = tenantChoices(portal);
  return html`<section aria-labelledby="tenants"><h2 id="tenants">Tenants</h2>
${renderTable({
  caption: "Tenants",
  columns: ["Name and id", "Domains", "Cloud"],
  rows: portal.tenants().map((tenant) => tenantRow(ownTenantId, tenant)),
  empty: "There are no tenants.",
})}
<div class="forms">
<form method="post" action="${pageRoot}/rename"><h3>A partner renames the tenant</h3>
${selectField({ name: "tenantId", id: "renamed", label: "Tenant", choices })}
${textField({ name: "displayName", id: "new-name", label: "New name", required: true })}
<button>Rename</button></form>
<form method="post" action="${pageRoot}/join"><h3>A partner joins Entra</h3>
${textField({ name: "displayName", id: "joining", label: "Name of the new tenant", required: true })}
${textField({ name: "domain", id: "joining-domain", label: "Its domain", required: true })}
<button>Join</button></form>
<form method="post" action="${pageRoot}/domains"><h3>A domain moves to another tenant</h3>
${textField({ name: "domain", id: "moving", label: "Domain", required: true })}
${selectField({ name: "tenantId", id: "receiver", label: "New tenant of the domain", choices })}
<button>Move</button></form>
</div></section>
<section aria-labelledby="objects"><h2 id="objects">Users and groups</h2>
${renderTable({
  caption: "Users and groups",
  columns: ["Name", "Type", "Id"],
  rows: [...directoryObjects.values()].map(({ id, type, displayName }) => [
    displayName ?? "",
    type,
    html`<code>${id}</code>`,
  ]),
  empty: "There are no users or groups.",
})}
<form method="post" action="${pageRoot}/objects"><h3>Add a user or group</h3>
${textField({ name: "displayName", id: "object", label: "Name of the user or group", required: true })}
${selectField({ name: "type", label: "Type", choices: ["user", "group"] })}
<button>Add</button></form></section>`;
}
