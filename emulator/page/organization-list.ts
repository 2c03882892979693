// All organizations, beside the requests of the program that is being tried.
import { html } from "hono/html";
import { type IdentitySource, type Organization, sponsorKinds, sponsorProperty, states } from "../model";
import type { Portal } from "../portal";
import type { World } from "../world";
import { areaField, renderButton, selectField, textField } from "./field";
import { type Html, renderLive, renderTable, renderTime } from "./layout";
import { pageRoot } from "./paths";
import { renderRequests } from "./request-list";
import { describeSource } from "./source-line";

export const sourcesHint =
  "One per line: a domain, the id of a tenant, or JSON as Graph shows it. Nothing is checked, and a domain stays a domain.";

export const nameOf = ({ displayName, id }: Organization): string =>
  displayName === null || displayName === "" ? `(no name) ${id}` : displayName;

export const objectName = ({ store }: World, id: string): string =>
  store.directoryObjects.get(id.toLowerCase())?.displayName ?? id;

/** A tenant's source may have no name of its own. */
function tenantName({ store }: World, { tenantId }: IdentitySource): { displayName?: string } {
  const tenant = store.tenants.get(String(tenantId).toLowerCase());
  return tenant === undefined ? {} : { displayName: tenant.displayName };
}

const lines = (texts: readonly string[]): Html =>
  texts.length === 0 ? html`–` : html`<ul>${texts.map((text) => html`<li>${text}</li>`)}</ul>`;

function row(world: World, organization: Organization): unknown[] {
  const { id, description, state, identitySources, modifiedDateTime } = organization;
  const name = nameOf(organization);
  const sponsors = sponsorKinds.flatMap((kind) =>
    organization[sponsorProperty[kind]].map((objectId) => `${objectName(world, objectId)} (${kind})`),
  );
  return [
    html`<a href="${pageRoot}/organizations/${encodeURIComponent(id)}">${name}</a><br><code>${id}</code>`,
    description ?? "",
    html`<span class="state ${state === "configured" ? "calm" : "loud"}">${state}</span>`,
    lines(identitySources.map((source) => describeSource({ ...tenantName(world, source), ...source }))),
    lines(sponsors),
    renderTime(modifiedDateTime),
    renderButton({
      action: `${pageRoot}/organizations/${encodeURIComponent(id)}/delete`,
      text: "Delete",
      label: `Delete ${name}`,
      danger: true,
    }),
  ];
}

export function renderOrganizations(world: World, portal: Portal): Html {
  const all = portal.list();
  const proposed = all.filter(({ state }) => state === "proposed").length;
  return html`<p data-news>${all.length} ${all.length === 1 ? "organization" : "organizations"}, ${proposed} proposed</p>
${renderTable({
  caption: "Connected organizations",
  columns: ["Name and id", "Description", "State", "Sources", "Sponsors", "Modified", "Action"],
  rows: all.map((organization) => row(world, organization)),
  empty: "There are no connected organizations.",
})}`;
}

export function renderHome(world: World, portal: Portal): Html {
  return html`${renderLive("organizations", renderOrganizations(world, portal))}
<details><summary>Create an organization</summary>
<form method="post" action="${pageRoot}/organizations">
${textField({ name: "displayName", label: "Name", required: true })}
${textField({ name: "description", label: "Description" })}
${selectField({ name: "state", label: "State", value: "configured", choices: states })}
${areaField({ name: "identitySources", label: "Sources", hint: sourcesHint })}
<button>Create</button>
</form></details>
<section aria-labelledby="latest"><h2 id="latest">Latest requests</h2>
${renderLive("latest", renderRequests(world, 20))}
</section>`;
}
