/** One organization, one resource, under the real engine: what a create adopts is neither deleted nor shared afterwards. */
import assert from "node:assert/strict";
import { type Door, failed, forEachDoor, isSettled, type Stack, startStack, succeeded } from "./support";

interface Row {
  readonly displayName: string;
  readonly identitySources: readonly object[];
  readonly description?: string;
  readonly adoptExisting?: boolean;
}
type Rows = Readonly<Record<string, Row>>;

const plainRow = (displayName: string, domainName: string): Row => ({
  displayName,
  identitySources: [{ type: "domainIdentitySource", domainName }],
});
const row = (displayName: string, domainName: string): Row => ({
  ...plainRow(displayName, domainName),
  adoptExisting: true,
});
const list = (...rows: readonly Row[]): Rows => Object.fromEntries(rows.map((each, index) => [`row-${index}`, each]));

const described = row("Described", "litwareinc.com");
const [forced, tainted] = [row("Forced", "fabrikam.com"), row("Tainted", "tainted.example")];
const [adatum, northwind] = [row("Adatum", "adatum.com"), row("Northwind", "northwind.example")];
const unadopted = plainRow("Unadopted", "tailspin.example");
const moved = [plainRow("Contoso", "contoso.example"), plainRow("Alpine", "alpine.example")];
const renamed = row("Renamed", "wingtiptoys.com");

const tenantsOfTwo = {
  pair: "b5c7d9e1-3f42-4a68-9b10-6d2e8f4a7c35",
  found: "f3a5b7c9-1d60-4e82-8c94-0b6d2f8e4a17",
};
const pairs = {
  first: row("First", "pair.example"),
  second: row("Second", "pair.onmicrosoft.com"),
  third: row("Third", "found.example"),
  fourth: row("Fourth", "found.onmicrosoft.com"),
};

/** A change of the description replaces the resource `described`. */
const programOf = (rows: Rows, { entry }: Door) => `
  const { ConnectedOrganization } = require("${entry}");
  for (const [name, args] of Object.entries(${JSON.stringify(rows)})) {
    const options = name === "described" ? { replaceOnChanges: ["description"] } : {};
    exports[name] = new ConnectedOrganization(name, args, options).id;
  }`;

forEachDoor("one organization and its one resource under the real engine", function (door) {
  this.timeout(240_000);
  let stack: Stack;

  const former = { renamed, described, forced, tainted, unadopted, ...list(adatum, northwind) };
  const { renamed: _, ...others } = former;
  const later = { ...others, "renamed-now": renamed, described: { ...described, description: "Replaced" } };

  before(async () => {
    stack = await startStack({}, { door, settings: { timeoutSeconds: "20" } });
    await stack.project.writeProgram(programOf(former, door), "javascript");
    await succeeded(stack.project.up());
  });
  after(async () => stack?.end());

  const declare = (rows: Rows) => stack.project.writeProgram(programOf(rows, door), "javascript");
  const byName = (pairs: readonly (readonly [unknown, unknown])[]) => pairs.map(([name, id]) => `${name} ${id}`).sort();
  const live = () => byName(stack.emulator.portal.list().map(({ displayName, id }) => [displayName, id]));
  const recorded = async () => {
    const { resources } = await stack.project.state();
    const organizations = resources.filter(({ type }) => type.endsWith(":ConnectedOrganization"));
    return byName(organizations.map(({ id, outputs }) => [outputs?.["displayName"], id]));
  };
  const isSettledAlike = async () => {
    assert.deepEqual(await recorded(), live());
    await isSettled(stack);
    assert.deepEqual(await recorded(), live());
  };
  const urnOf = async (name: string) => (await stack.project.resource(name))?.urn ?? "";
  const idOf = (name: string) => stack.emulator.portal.list().find(({ displayName }) => displayName === name)?.id;
  const writes = () => stack.sent().filter((method) => method === "POST" || method === "DELETE");

  it("keep the id when a resource is renamed, replaced by force, tainted, replaced by an option, or moved by a row", async () => {
    const before = live();
    await succeeded(stack.project.run(["state", "taint", await urnOf("tainted"), "--yes"]));
    await declare({ ...later, ...list(row("Inserted", "inserted.example"), adatum, northwind) });
    stack.sent();
    await succeeded(stack.project.up(["--replace", await urnOf("forced")]));
    assert.deepEqual(live(), [...before, `Inserted ${idOf("Inserted")}`].sort());
    assert.deepEqual(writes(), ["POST"]);
    await isSettledAlike();
  });

  it("are replaced by force in one up, delete first, where nothing may be adopted", async () => {
    const [before, unadoptedId] = [live(), idOf("Unadopted")];
    stack.sent();
    await succeeded(stack.project.up(["--replace", await urnOf("unadopted")]));
    assert.deepEqual(writes(), ["DELETE", "POST"]);
    assert.notEqual(idOf("Unadopted"), unadoptedId);
    const kept = before.filter((each) => !each.endsWith(`${unadoptedId}`));
    assert.deepEqual(live(), [...kept, `Unadopted ${idOf("Unadopted")}`].sort());
    await isSettledAlike();
  });

  it("are replaced in one up where rows move that may not be adopted", async () => {
    const rows = { ...later, ...list(row("Inserted", "inserted.example"), adatum, northwind) };
    const plain = (all: readonly Row[]) => Object.fromEntries(all.map((each, index) => [`plain-${index}`, each]));
    await declare({ ...rows, ...plain(moved) });
    await succeeded(stack.project.up());
    const count = live().length;
    await declare({ ...rows, ...plain([plainRow("First", "first.example"), ...moved]) });
    await succeeded(stack.project.up());
    assert.equal(live().length, count + 1);
    await isSettledAlike();
    await declare(rows);
    await succeeded(stack.project.up());
  });

  it("are not parted by a rename without adoptExisting: the refusal tells of an alias first", async () => {
    const before = live();
    const rows = { ...later, ...list(row("Inserted", "inserted.example"), adatum, northwind) };
    const { unadopted: _, ...rest } = rows;
    await declare({ ...rest, "unadopted-now": unadopted });
    const output = await failed(stack.project.up());
    assert.match(
      output,
      new RegExp(
        `creating connected organization "Unadopted": .*"Unadopted" \\(id ${idOf("Unadopted")}, state configured\\)(?!.*adoptExisting.*alias).*\\balias`,
      ),
    );
    assert.deepEqual([live(), await recorded()], [before, before]);
    await declare(rows);
    await succeeded(stack.project.up(["--expect-no-changes"]));
  });

  it("are refused to a second row that would adopt by another domain of the tenant, and the refusal names the first", async () => {
    const { portal } = stack.emulator;
    const type = "#microsoft.graph.azureActiveDirectoryTenant";
    for (const [displayName, tenantId] of Object.entries(tenantsOfTwo)) {
      const domains = [`${displayName}.example`, `${displayName}.onmicrosoft.com`];
      portal.addTenant({ tenantId, displayName, domains });
    }
    portal.create({ displayName: "Found", identitySources: [{ "@odata.type": type, tenantId: tenantsOfTwo.found }] });
    await declare(pairs);
    const firstOutput = await failed(stack.project.up(["--continue-on-error"]));
    const names = Object.keys(pairs) as (keyof typeof pairs)[];
    const isOwner = await Promise.all(names.map(async (name) => (await stack.project.resource(name)) !== undefined));
    const owners = names.filter((_, index) => isOwner[index]);
    const refused = names.filter((_, index) => !isOwner[index]);
    const rowsOf = (some: typeof names): Rows => Object.fromEntries(some.map((name) => [name, pairs[name]]));
    const namesOwner = (output: string, nameOfFound: string) => {
      for (const name of refused) {
        const isPair = name === "first" || name === "second";
        const owner = owners.find((other) => (other === "first" || other === "second") === isPair);
        const known = owner ? `"${pairs[owner].displayName}"${isPair ? "" : nameOfFound}` : "nobody";
        assert.match(output, new RegExp(`creating connected organization "${pairs[name].displayName}": .*(${known})`));
      }
    };
    assert.deepEqual([owners.length, refused.length], [2, 2]);
    assert.deepEqual(await recorded(), live());
    namesOwner(firstOutput, '|"Found"');

    const before = portal.list();
    await declare({ ...rowsOf(owners), ...rowsOf(refused) });
    namesOwner(await failed(stack.project.up(["--continue-on-error"])), "");
    assert.deepEqual([portal.list(), await recorded()], [before, live()]);
    await declare(rowsOf(owners));
    await isSettledAlike();
  });
});
