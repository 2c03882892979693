import assert from "node:assert/strict";
import { switchTable } from "../../emulator";
import {
  createClient,
  domain,
  errorCode,
  ids,
  item,
  organizations,
  reference,
  statusOfCreate,
  statusOfPatch,
  tenant,
  withSwitches,
} from "./client";

describe("emulator: switches of patch", () => {
  for (const patchAnswer of switchTable.patchAnswer.positions) {
    it(`patchAnswer ${patchAnswer}`, async () => {
      const client = withSwitches({ patchAnswer });
      const id = await client.create("adatum.com");
      const { status, text, json } = await client.call("PATCH", item(id), { displayName: "new" });
      const keys = Object.keys(json).filter((key) => !key.startsWith("@"));
      assert.equal(status, patchAnswer);
      if (patchAnswer === 204) assert.equal(text, "");
      if (patchAnswer === 202) assert.deepEqual(keys, ["id", "displayName"]);
      if (patchAnswer === 200) assert.deepEqual(json, await client.read(id));
    });
  }

  for (const [patchIdentitySources, status, stored] of [
    ["replaces", 204, "b.example"],
    ["ignored", 204, "a.example"],
    ["refused", 400, "a.example"],
  ] as const) {
    it(`patchIdentitySources ${patchIdentitySources}, and unchanged sources are tolerated`, async () => {
      const client = withSwitches({ patchIdentitySources });
      const id = await client.create("a.example");
      assert.equal(await statusOfPatch(client, id, { identitySources: [domain("A.example", "name")] }), 204);
      assert.equal(await statusOfPatch(client, id, { identitySources: [domain("b.example")] }), status);
      assert.deepEqual(await client.sources(id), [domain(stored)]);
    });
  }

  it("a replaced source may not belong to another organization", async () => {
    const client = createClient();
    await client.create("fabrikam.com");
    const id = await client.create("adatum.com");
    assert.equal(await statusOfPatch(client, id, { identitySources: [domain("fabrikam.com")] }), 400);
  });

  for (const [swapOnPatch, expected] of [
    ["swapped", tenant(ids.wingtip, "Wingtip Toys")],
    ["kept", domain("wingtiptoys.com")],
  ] as const) {
    it(`swapOnPatch ${swapOnPatch}`, async () => {
      const client = withSwitches({ swapOnPatch });
      const id = await client.create("adatum.com");
      await client.call("PATCH", item(id), { identitySources: [domain("wingtiptoys.com")] });
      assert.deepEqual(await client.sources(id), [expected]);
    });
  }

  for (const [clearedDescription, afterNull, afterEmpty] of [
    ["asSent", null, ""],
    ["null", null, null],
    ["emptyString", "", ""],
    ["absent", undefined, undefined],
    ["refused", "Supplier", ""],
  ] as const) {
    it(`clearedDescription ${clearedDescription}`, async () => {
      const client = withSwitches({ clearedDescription });
      const id = await client.create("adatum.com", { description: "Supplier" });
      const status = await statusOfPatch(client, id, { description: null });
      assert.equal(status, clearedDescription === "refused" ? 400 : 204);
      const first = await client.read(id);
      await client.call("PATCH", item(id), { description: "" });
      const second = await client.read(id);
      assert.deepEqual([first["description"], second["description"]], [afterNull, afterEmpty]);
      assert.equal("description" in second, clearedDescription !== "absent");
    });
  }

  for (const [backToProposed, status] of [
    ["accepted", 204],
    ["refused", 400],
  ] as const) {
    it(`backToProposed ${backToProposed}`, async () => {
      const client = withSwitches({ backToProposed });
      const id = await client.create("adatum.com", { state: "proposed" });
      assert.equal(await statusOfPatch(client, id, { state: "configured" }), 204);
      assert.equal(await statusOfPatch(client, id, { state: "proposed" }), status);
    });
  }
});

describe("emulator: switches of visibility and delete", () => {
  for (const createdHiddenAs of [404, 403] as const) {
    it(`createdHiddenAs ${createdHiddenAs} for createdHiddenReads requests`, async () => {
      const client = withSwitches({ createdHiddenAs, createdHiddenReads: 3 });
      const id = await client.create("adatum.com");
      const body = reference(ids.adele);
      assert.equal((await client.call("GET", item(id))).status, createdHiddenAs);
      assert.equal((await client.call("POST", `${item(id)}/internalSponsors/$ref`, body)).status, createdHiddenAs);
      assert.equal(await statusOfPatch(client, id, { displayName: "x" }), createdHiddenAs);
      assert.equal((await client.call("GET", item(id))).status, 200);
    });
  }

  it("createdHiddenAs emptySources", async () => {
    const client = withSwitches({ createdHiddenAs: "emptySources", createdHiddenReads: 1 });
    const id = await client.create("adatum.com");
    assert.deepEqual([await client.sources(id), await client.sources(id)], [[], [domain("adatum.com")]]);
  });

  for (const [createdHiddenFromDelete, status, left] of [
    ["no", 204, 0],
    ["yes", 404, 1],
  ] as const) {
    it(`createdHiddenFromDelete ${createdHiddenFromDelete}`, async () => {
      const client = withSwitches({ createdHiddenReads: 1, createdHiddenFromDelete });
      const id = await client.create("adatum.com");
      assert.equal((await client.call("DELETE", item(id))).status, status);
      assert.equal(client.emulator.portal.list().length, left);
    });
  }

  it("createdUnlistedReads", async () => {
    const client = withSwitches({ createdUnlistedReads: 1 });
    const id = await client.create("adatum.com");
    assert.equal((await client.read(id))["id"], id);
    assert.equal((await client.readAll(organizations)).length, 0);
    assert.equal((await client.readAll(organizations)).length, 1);
  });

  it("patchedStaleReads", async () => {
    const client = withSwitches({ patchedStaleReads: 1 });
    const id = await client.create("adatum.com");
    await client.call("PATCH", item(id), { displayName: "new" });
    const names = [(await client.read(id))["displayName"], (await client.read(id))["displayName"]];
    assert.deepEqual(names, ["adatum.com", "new"]);
  });

  it("sponsorsStaleReads", async () => {
    const client = withSwitches({ sponsorsStaleReads: 1 });
    const path = `${item(await client.create("adatum.com"))}/internalSponsors`;
    await client.call("POST", `${path}/$ref`, reference(ids.adele));
    assert.deepEqual([(await client.readAll(path)).length, (await client.readAll(path)).length], [0, 1]);
  });

  for (const [deleteAnswer, left] of [
    [204, 0],
    [404, 0],
    [400, 1],
  ] as const) {
    it(`deleteAnswer ${deleteAnswer}`, async () => {
      const client = withSwitches({ deleteAnswer });
      const id = await client.create("adatum.com");
      const answer = await client.call("DELETE", item(id));
      assert.equal(answer.status, deleteAnswer);
      if (deleteAnswer === 400) assert.equal(errorCode(answer), "InvalidDeleteResourceHasEntitlements");
      assert.equal(client.emulator.portal.list().length, left);
    });
  }

  for (const deleteMissing of switchTable.deleteMissing.positions) {
    it(`deleteMissing ${deleteMissing}`, async () => {
      const client = withSwitches({ deleteMissing });
      assert.equal((await client.call("DELETE", item(ids.nobody))).status, deleteMissing);
    });
  }

  it("deletedVisibleReads, on the item and on lists", async () => {
    const client = withSwitches({ deletedVisibleReads: 2 });
    const id = await client.create("adatum.com");
    assert.equal((await client.call("DELETE", item(id))).status, 204);
    assert.equal((await client.readAll(organizations)).length, 1);
    assert.equal((await client.call("GET", item(id))).status, 200);
    assert.equal((await client.readAll(organizations)).length, 0);
    assert.equal((await client.call("GET", item(id))).status, 404);
  });

  it("deletedBusyCreates", async () => {
    const client = withSwitches({ deletedBusyCreates: 1 });
    await client.call("DELETE", item(await client.create("adatum.com")));
    assert.equal(await statusOfCreate(client, { identitySources: [domain("adatum.com")] }), 400);
    assert.equal(await statusOfCreate(client, { identitySources: [domain("adatum.com")] }), 201);
  });
});
