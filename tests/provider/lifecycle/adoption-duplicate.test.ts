/** A create that the service refuses because the partner is there already: the message says what exists and what to do. */
import assert from "node:assert/strict";
import { type OrganizationInput, type Switches, switchTable } from "../../../emulator";
import { PartialFailure } from "../../../provider/errors";
import type { Source } from "../../../provider/organization/identity-source";
import {
  at,
  bodies,
  collection,
  domain,
  fabrikam,
  failureOf,
  messageOf,
  organization,
  outputsNow,
  tenant,
  unchanged,
  wingtip,
} from "../../support/organizations";
import { startWorld, type World } from "../../support/world";

const first = "11111111-2222-4333-8444-555555555501";
const second = "11111111-2222-4333-8444-555555555502";

function existing(id: string, displayName: string, { type, ...properties }: Source): OrganizationInput {
  const identitySources = [{ "@odata.type": `#microsoft.graph.${type}`, ...properties }];
  return { id, displayName, state: "proposed", identitySources };
}

function worldWith(organizations: OrganizationInput[], switches: Partial<Switches> = {}): World {
  return startWorld({ seed: { organizations }, switches });
}

const refusals = switchTable.duplicateCode.positions.flatMap((duplicateCode) =>
  switchTable.duplicateStatus.positions.map((duplicateStatus) => ({ duplicateCode, duplicateStatus })),
);

/** How the existing one can be listed. */
const lists: Partial<Switches>[] = [
  {},
  { filters: "documented" },
  { filters: "refused", pageSize: 1, emptyPage: "first" },
];

const forms: [title: string, declared: Source, stored: Source][] = [
  ["a domain that is stored as a tenant", domain("wingtiptoys.com"), tenant(wingtip)],
  ["a tenant", tenant(wingtip), tenant(wingtip)],
  ["a domain of nobody", domain("adatum.com"), domain("ADATUM.com")],
];

const described: Readonly<Record<string, string>> = {
  "a domain that is stored as a tenant": "domainIdentitySource wingtiptoys.com",
  "a tenant": `azureActiveDirectoryTenant ${wingtip}`,
  "a domain of nobody": "domainIdentitySource adatum.com",
};

describe("a duplicate", () => {
  for (const refusal of refusals) {
    for (const [title, declared, stored] of forms) {
      it(`of ${title} is named with its id and state: ${JSON.stringify(refusal)}`, async () => {
        for (const list of lists) {
          const other = existing(second, "Another partner", tenant(fabrikam));
          const world = worldWith([other, existing(first, 'Wingtip "Toys"', stored)], { ...refusal, ...list });
          const before = world.emulator.portal.list();
          const error = await failureOf(world.create(organization(declared)));
          assert.ok(!(error instanceof PartialFailure), "it must not reach the state");
          assert.equal(
            await messageOf(Promise.reject(error)),
            `Graph answered ${refusal.duplicateStatus} ${refusal.duplicateCode}: A connected organization with the same identity source already exists. There is already the organization "Wingtip \\"Toys\\"" (id ${first}, state proposed) for ${described[title]}. If its resource was renamed or moved, name the former one in the option aliases; otherwise set adoptExisting: true to take it over, use an import file, or delete it.`,
          );
          assert.deepEqual(world.emulator.portal.list(), before);
          assert.equal(bodies(world, "POST").length, 1);
        }
      });
    }
  }

  it("is found in one request for the look-up and one for the list, after the refused POST", async () => {
    const world = worldWith([existing(first, "Wingtip", tenant(wingtip))]);
    await failureOf(world.create(organization(domain("wingtiptoys.com"))));
    assert.deepEqual(world.sent(), [
      `POST ${collection}`,
      "GET /v1.0/tenantRelationships/findTenantInformationByDomainName(domainName='wingtiptoys.com')",
      `GET ${collection}`,
    ]);
  });

  it("of several organizations names them all and asks to delete all but one", async () => {
    const world = worldWith([
      existing(first, "Wingtip", tenant(wingtip)),
      existing(second, "Personal accounts", domain("wingtiptoys.com")),
    ]);
    assert.equal(
      await messageOf(world.create(organization(domain("wingtiptoys.com")))),
      `Graph answered 400 ConnectedOrganizationAlreadyExists: A connected organization with the same identity source already exists. There is already the organization "Wingtip" (id ${first}, state proposed) and the organization "Personal accounts" (id ${second}, state proposed) for domainIdentitySource wingtiptoys.com. Delete all but one of them, then set adoptExisting: true to take over the one that stays.`,
    );
    assert.equal(world.emulator.portal.list().length, 2);
  });

  it("of the name alone names the one that has it, which is not adopted", async () => {
    const world = worldWith([existing(first, "Partner", tenant(fabrikam))], { duplicateDisplayName: "refused" });
    for (const adoptExisting of [false, true]) {
      assert.equal(
        await messageOf(world.create({ ...organization(domain("wingtiptoys.com")), adoptExisting })),
        `Graph answered 400 ConnectedOrganizationAlreadyExists: A connected organization with the same display name already exists. No organization could be found for domainIdentitySource wingtiptoys.com, but of the same name there is the organization "Partner" (id ${first}, state proposed). Choose another displayName, or take that organization over by an import file.`,
      );
    }
    assert.equal(world.emulator.portal.list().length, 1);
  });

  it("that cannot be listed is told with a way out", async () => {
    const world = worldWith([existing(first, "Wingtip", tenant(wingtip))]);
    world.emulator.faults.add({
      method: "GET",
      path: "connectedOrganizations",
      times: "always",
      fault: { kind: "status", status: 403 },
    });
    assert.equal(
      await messageOf(world.create(organization(tenant(wingtip)))),
      `Graph answered 400 ConnectedOrganizationAlreadyExists: A connected organization with the same identity source already exists. No organization could be found for azureActiveDirectoryTenant ${wingtip}. Take the organization over by an import file.`,
    );
  });

  it("that the service allows is created, and the other one stays as it is", async () => {
    const world = worldWith([existing(first, "Wingtip", tenant(wingtip))], { duplicate: "allowed" });
    const declared = organization(domain("wingtiptoys.com"));
    const before = world.emulator.portal.get(first);
    const { id, outputs } = await world.create(declared);
    assert.deepEqual(outputs, outputsNow(world, id, declared));
    assert.deepEqual(world.emulator.portal.get(first), before);
  });

  it("can be adopted in the next run, with what the message told", async () => {
    const world = worldWith([existing(first, "Wingtip", tenant(wingtip))]);
    const declared = organization(domain("wingtiptoys.com"));
    await failureOf(world.create(declared));
    const { id, outputs } = await world.create({ ...declared, adoptExisting: true });
    assert.equal(id, first);
    assert.deepEqual(await world.compare(outputs, declared), unchanged);
  });

  it("that turns up between the look-up and the POST is adopted all the same", async () => {
    const world = startWorld(
      {},
      {},
      {
        between: (next) => async (input, init) => {
          if (init?.method === "POST" && world.emulator.portal.list().length === 0) {
            world.emulator.portal.create(existing(first, "Wingtip", tenant(wingtip)));
          }
          return await next(input, init);
        },
      },
    );
    const declared = { ...organization(domain("wingtiptoys.com")), adoptExisting: true };
    const { id, outputs } = await world.create(declared);
    assert.deepEqual([id, outputs], [first, outputsNow(world, first, declared)]);
    assert.equal(world.emulator.portal.list().length, 1);
    assert.ok(world.sent().includes(`PATCH ${at(first)}`));
  });
});

describe("an adoption that fails half-way", () => {
  it("keeps the id, and the next update finishes it", async () => {
    const world = worldWith([existing(first, "Wingtip", tenant(wingtip))]);
    world.emulator.faults.add({ method: "PATCH", fault: { kind: "status", status: 403 } });
    const declared = { ...organization(domain("wingtiptoys.com")), adoptExisting: true };
    const error = await failureOf(world.create(declared));
    assert.ok(error instanceof PartialFailure, error.stack);
    assert.deepEqual([error.id, error.outputs["__unfinished"]], [first, true]);
    assert.deepEqual(await world.compare(error.outputs, declared), {});
    const finished = await world.update(first, error.outputs, declared);
    assert.deepEqual(finished, outputsNow(world, first, declared));
    assert.deepEqual(await world.compare(finished, declared), unchanged);
  });
});
