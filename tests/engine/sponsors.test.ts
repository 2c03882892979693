/** Sponsors under the real engine: made, drifted, repaired, unknown, no longer managed. */
import assert from "node:assert/strict";
import { failed, forEachDoor, isSettled, type Stack, startStack, succeeded, wingtip } from "./support";

const adele = "0d5c8e1a-4b7f-4f29-9a36-2c1e5d8b7f60";
const diego = "1f6d9b2c-5a80-4e3b-8c47-3d2f6e9a8b71";
const managers = "3b8f1d4e-7ca2-4c5d-8e69-5f4b8a1c0d93";
const guests = "4c9a2e5f-8db3-4b6e-9f7a-6a5c9b2d1ea4";
const stranger = "9d0f4c11-20ae-4e5b-9d21-6c3f52ab7780";
const adatum = { displayName: "Adatum", identitySources: [{ type: "domainIdentitySource", domainName: "adatum.com" }] };
const sponsored = { ...wingtip, internalSponsors: [managers.toUpperCase(), adele], externalSponsors: [guests] };

forEachDoor("sponsors under the real engine", function (door) {
  this.timeout(300_000);
  let stack: Stack;

  before(async () => {
    stack = await startStack({ wingtip: sponsored }, { door });
  });
  after(async () => stack?.end());

  const find = (name: string) => {
    const found = stack.emulator.portal.list().find(({ displayName }) => displayName === name);
    assert.ok(found, `there is no ${name}`);
    return found;
  };
  const members = (name: string) => {
    const { internalSponsors, externalSponsors } = find(name);
    return { internalSponsors: [...internalSponsors].sort(), externalSponsors };
  };

  it("are users and groups, in any case and as azuread names them", async () => {
    await succeeded(stack.project.up());
    assert.deepEqual(members("Wingtip Toys"), { internalSponsors: [adele, managers], externalSponsors: [guests] });
    await stack.declare({ wingtip: { ...sponsored, internalSponsors: [`/users/${adele}`, `/groups/${managers}`] } });
    await isSettled(stack);
  });

  it("added and removed in the portal show as drift of their list, and up repairs it", async () => {
    const { id } = find("Wingtip Toys");
    stack.emulator.portal.addSponsor(id, "internal", diego);
    stack.emulator.portal.removeSponsor(id, "external", guests);
    const drift = await stack.project.refresh(["--preview-only", "--diff", "--expect-no-changes"]);
    assert.notEqual(drift.exitCode, 0, drift.output);
    assert.match(drift.output, new RegExp(`\\+ \\[2\\]: "${diego}"`));
    assert.match(drift.output, new RegExp(`- \\[0\\]: "${guests}"`));
    assert.doesNotMatch(drift.output, /~ (displayName|identitySources|state)/);
    await succeeded(stack.project.up(["--refresh"]));
    assert.deepEqual(members("Wingtip Toys"), { internalSponsors: [adele, managers], externalSponsors: [guests] });
    await isSettled(stack);
  });

  it("that nobody knows are one clear error; a new organization is kept and finished by the next up", async () => {
    await stack.declare({ wingtip: sponsored, adatum: { ...adatum, internalSponsors: [adele, stranger] } });
    stack.emulator.switches.set({ sponsorUnknown: 400 });
    // Or it would be asked for twenty seconds whether it is known by now.
    stack.project.env["CONNECTEDORGS_TIMEOUT_SECONDS"] = "5";
    const output = await failed(stack.project.up());
    delete stack.project.env["CONNECTEDORGS_TIMEOUT_SECONDS"];
    assert.match(
      output,
      new RegExp(
        `creating connected organization "Adatum": Adding ${stranger} to internalSponsors failed: Graph answered 400 BadRequest: .* Use the object id of a user or group of this tenant; a guest must have accepted the invitation\\.`,
      ),
    );
    const { id } = find("Adatum");
    assert.equal((await stack.project.resource("adatum"))?.id, id);
    await stack.declare({ wingtip: sponsored, adatum: { ...adatum, internalSponsors: [adele] } });
    await succeeded(stack.project.up());
    assert.deepEqual([find("Adatum").id, members("Adatum").internalSponsors], [id, [adele]]);
    await isSettled(stack);
  });

  it("that fail half-way in an update lose nobody, and the next up finishes", async () => {
    const declared = { ...sponsored, internalSponsors: [diego, adele], externalSponsors: [] };
    await stack.declare({ wingtip: declared, adatum: { ...adatum, internalSponsors: [adele] } });
    stack.emulator.faults.add({
      method: "DELETE",
      path: "$ref",
      times: "always",
      fault: { kind: "status", status: 403 },
    });
    await failed(stack.project.up());
    assert.deepEqual(members("Wingtip Toys").internalSponsors, [adele, diego, managers]);
    stack.emulator.faults.clear();
    await succeeded(stack.project.up());
    assert.deepEqual(members("Wingtip Toys"), { internalSponsors: [adele, diego], externalSponsors: [] });
    await isSettled(stack);
  });

  it("that were added by half an update go again when the former list is declared again", async () => {
    const partner = { ...adatum, internalSponsors: [adele] };
    const half = { ...sponsored, internalSponsors: [diego, adele, managers, guests], externalSponsors: [] };
    await stack.declare({ wingtip: half, adatum: partner });
    const fault = { kind: "status", status: 403 } as const;
    stack.emulator.faults.add({ method: "POST", path: "$ref", skip: 1, times: "always", fault });
    await failed(stack.project.up());
    assert.deepEqual(members("Wingtip Toys").internalSponsors, [adele, diego, managers]);
    const { initErrors, outputs } = (await stack.project.resource("wingtip")) ?? {};
    assert.deepEqual([initErrors?.length, outputs?.["__unfinished"]], [1, true]);
    stack.emulator.faults.clear();
    const former = { ...sponsored, internalSponsors: [diego, adele], externalSponsors: [] };
    await stack.declare({ wingtip: former, adatum: partner });
    await succeeded(stack.project.up());
    assert.deepEqual(members("Wingtip Toys"), { internalSponsors: [adele, diego], externalSponsors: [] });
    await isSettled(stack);
  });

  it("that are no longer declared are one change in place that sends no sponsor request", async () => {
    await stack.declare({ wingtip, adatum: { ...adatum, internalSponsors: [adele] } });
    stack.sent();
    const output = await succeeded(stack.project.up(["--diff"]));
    assert.match(output, /- internalSponsors/);
    assert.doesNotMatch(output, /replace/);
    assert.deepEqual(stack.sent(), ["GET"]);
    assert.deepEqual(members("Wingtip Toys").internalSponsors, [adele, diego]);
    const { id } = find("Wingtip Toys");
    stack.emulator.portal.addSponsor(id, "internal", managers);
    await isSettled(stack);
  });
});
