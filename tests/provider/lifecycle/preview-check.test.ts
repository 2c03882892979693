/** What a preview tells with the setting `previewChecks`. */
import assert from "node:assert/strict";
import { Owners } from "../../../provider/lifecycle/owners";
import { isNewIdentity } from "../../../provider/lifecycle/preview-check";
import { status } from "../../support/failures";
import { collection, idsIn } from "../../support/organizations";
import { domain, fabrikam, free, organization, owned, tenant, wingtip } from "../../support/sources";
import { checked, startWorld } from "../../support/world";

const stored = `the domain wingtiptoys.com belongs to the Entra tenant ${wingtip}, which Graph stores instead.`;

describe("the notes of a preview", () => {
  it("name the tenant of a domain, from one look-up and one batch", async () => {
    const world = startWorld();
    assert.deepEqual(await world.previewNotes(owned), [stored]);
    assert.deepEqual(
      world.emulator.requests.map(({ method, path }) => `${method} ${path}`),
      [
        "GET /v1.0/tenantRelationships/findTenantInformationByDomainName(domainName='wingtiptoys.com')",
        "POST /v1.0/$batch",
      ],
    );
  });

  it("say that a domain has no tenant", async () => {
    const line = "the domain adatum.com belongs to no Entra tenant; Graph stores the domain itself.";
    assert.deepEqual(await startWorld().previewNotes(free), [line]);
  });

  it("name the organization that is there already, and what becomes of it", async () => {
    const world = startWorld();
    const { id } = await world.create({ ...owned, displayName: 'Wingtip "Toys"\u202e', state: "proposed" });
    world.sent();
    const there = `the organization "Wingtip \\"Toys\\"\\u{202e}" (id ${id}, state proposed) already exists for it. `;
    const refused = "Set adoptExisting: true to take it over; otherwise Graph may refuse the create.";
    assert.deepEqual(await world.previewNotes(owned), [stored, there + refused]);
    const adopting = { ...owned, adoptExisting: true };
    assert.deepEqual(await world.previewNotes(adopting), [stored, `${there}It will be taken over.`]);
    assert.deepEqual(await world.previewNotes(organization(tenant(wingtip))), [there + refused]);
    assert.ok(world.sent().every((line) => !/^(PATCH|DELETE)/.test(line) && line !== `POST ${collection}`));
    assert.deepEqual(idsIn(world), [id]);
  });

  it("name the resource that declares the same source, or the domain of the same tenant", async () => {
    const world = startWorld({}, {}, { owners: new Owners() });
    const named = (displayName: string, source: object) => ({ ...organization(source as never), displayName });
    const other = (displayName: string) =>
      `the resource "${displayName}" declares the same identity. Declare all identity sources of one organization in one resource.`;
    assert.deepEqual(await world.previewNotes(named("A", tenant(wingtip))), []);
    assert.deepEqual(await world.previewNotes(named("B", domain("wingtiptoys.com"))), [stored, other("A")]);
    assert.deepEqual(await world.previewNotes(named("C", tenant(wingtip))), [other("A")]);
    assert.deepEqual(await world.previewNotes(named("D", tenant(fabrikam))), []);
    assert.deepEqual(await world.previewNotes(named("A", tenant(wingtip))), []);
  });

  it("are told of what could not be found out, and never an error", async () => {
    const world = startWorld();
    world.emulator.faults.add({ times: "always", fault: status(403) });
    const [first, second, ...others] = await world.previewNotes(owned);
    assert.equal(first, `could not determine which Entra tenant owns the domain wingtiptoys.com.`);
    assert.match(second ?? "", /^could not determine whether it already exists: Graph answered 403/);
    assert.deepEqual(others, []);
  });
});

describe("a check", () => {
  const old = checked(owned);
  const unknown = { ...owned, identitySources: "04da6b54-80e4-46f7-96ec-b56ff0331ba9" };
  const rows: [what: string, olds: object, news: object, isNew: boolean][] = [
    ["a new organization", {}, old, true],
    ["sources that are exchanged", old, checked(organization(tenant(fabrikam))), true],
    ["an unchanged organization", old, old, false],
    ["a source beside one that stays", old, checked(organization(domain("wingtiptoys.com"), tenant(fabrikam))), false],
    ["another name", old, { ...old, displayName: "Other" }, false],
    ["sources that are not known yet", {}, unknown, false],
  ];
  for (const [what, olds, news, isNew] of rows) {
    it(`${isNew ? "asks" : "does not ask"} about ${what}`, () => {
      assert.equal(isNewIdentity(olds as never, news as never), isNew);
    });
  }
});
