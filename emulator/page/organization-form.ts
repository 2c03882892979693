// One organization: what an administrator changes by hand, and what happens at the partner's.
import { html } from "hono/html";
import { isTenant, typeNameOf } from "../identity-source";
import { type Organization, type SponsorKind, sponsorKinds, sponsorProperty, states } from "../model";
import { findTenantByDomain } from "../store";
import type { World } from "../world";
import { areaField, hiddenField, renderButton, selectField, textField } from "./field";
import { type Html, renderTime } from "./layout";
import { nameOf, objectName, sourcesHint } from "./organization-list";
import { pageRoot } from "./paths";
import { renderPolicies } from "./policy-list";
import { writeSourceLine } from "./source-line";

function renderJoin({ store }: World, organization: Organization, id: string, domain: string): Html {
  const owner = findTenantByDomain(store, domain);
  return html`<form method="post" action="${pageRoot}/join">
<h3>The partner of ${domain} joins Entra</h3>
${hiddenField("domain", domain)}${hiddenField("back", organization.id)}
${textField({
  name: "displayName",
  id,
  label: `Name of the tenant that has ${domain}`,
  value: owner?.displayName ?? organization.displayName ?? domain,
  hint: "Stored domains of the tenant become that tenant, as Graph does it.",
  required: true,
})}
<button>Let ${domain} join Entra</button></form>`;
}

function renderRename({ store }: World, organization: Organization, id: string, tenantId: string): Html {
  const tenant = store.tenants.get(tenantId.toLowerCase());
  if (tenant === undefined) return html``;
  return html`<form method="post" action="${pageRoot}/rename">
<h3>The partner renames the tenant ${tenant.displayName}</h3>
${hiddenField("tenantId", tenantId)}${hiddenField("back", organization.id)}
${textField({ name: "displayName", id, label: `New name of ${tenant.displayName}`, value: tenant.displayName, required: true })}
<button>Rename the tenant ${tenant.displayName}</button></form>`;
}

function renderPartner(world: World, organization: Organization): Html {
  const forms = organization.identitySources.flatMap((source, index) => {
    const { domainName, tenantId } = source;
    const id = `source-${index}`;
    if (typeNameOf(source) === "domainIdentitySource" && typeof domainName === "string")
      return [renderJoin(world, organization, id, domainName)];
    return isTenant(source) && typeof tenantId === "string" ? [renderRename(world, organization, id, tenantId)] : [];
  });
  return forms.length === 0
    ? html``
    : html`<section aria-labelledby="partner"><h2 id="partner">What the partner does</h2>${forms}</section>`;
}

function renderSponsors(world: World, organization: Organization, kind: SponsorKind): Html {
  const action = `${pageRoot}/organizations/${encodeURIComponent(organization.id)}/${kind}`;
  const present = organization[sponsorProperty[kind]];
  const presentKeys = present.map((id) => id.toLowerCase());
  const others = [...world.store.directoryObjects.values()].filter(({ id }) => !presentKeys.includes(id.toLowerCase()));
  const members = present.map((id) => {
    const name = objectName(world, id);
    const button = { action: `${action}/remove`, values: { objectId: id }, text: "Remove" };
    return html`<li>${name} ${renderButton({ ...button, label: `Remove ${name} from the ${kind} sponsors` })}</li>`;
  });
  return html`<section aria-labelledby="${kind}"><h2 id="${kind}">${kind === "internal" ? "Internal" : "External"} sponsors</h2>
${members.length === 0 ? html`<p class="empty">None.</p>` : html`<ul>${members}</ul>`}
${
  others.length === 0
    ? ""
    : html`<form method="post" action="${action}/add">
${selectField({
  name: "objectId",
  id: `${kind}-sponsor`,
  label: `Add to the ${kind} sponsors`,
  choices: others.map(({ id, type, displayName }) => [id, `${displayName ?? id} (${type})`] as const),
})}
<button>Add</button></form>`
}</section>`;
}

export function renderOrganization(world: World, organization: Organization): Html {
  const { id, displayName, description, state, identitySources, createdDateTime, modifiedDateTime } = organization;
  const action = `${pageRoot}/organizations/${encodeURIComponent(id)}`;
  const tenantOf = (tenantId: string) => world.store.tenants.get(tenantId.toLowerCase());
  const used = [...world.store.policies.values()].filter(({ specificAllowedTargets }) =>
    specificAllowedTargets.some(
      (target) => String(target["connectedOrganizationId"]).toLowerCase() === id.toLowerCase(),
    ),
  );
  return html`<p><code>${id}</code>, created ${renderTime(createdDateTime)}, modified ${renderTime(modifiedDateTime)}</p>
<form method="post" action="${action}">
${textField({ name: "displayName", label: "Name", value: displayName ?? "" })}
${textField({ name: "description", label: "Description", value: description ?? "" })}
${selectField({ name: "state", label: "State", value: state, choices: states })}
${areaField({
  name: "identitySources",
  label: "Sources",
  value: identitySources.map((source) => writeSourceLine(source, tenantOf)).join("\n"),
  hint: sourcesHint,
})}
<button>Save</button></form>
${renderPartner(world, organization)}
${sponsorKinds.map((kind) => renderSponsors(world, organization, kind))}
<section aria-labelledby="used"><h2 id="used">Policies that name it</h2>${renderPolicies(world, used)}</section>
${renderButton({ action: `${action}/delete`, text: "Delete the organization", label: `Delete ${nameOf(organization)}`, danger: true })}`;
}
