/** The life of an organization through the real engine and the packed package. */
import assert from "node:assert/strict";
import { forEachDoor, type Stack, startStack, tenantOfWingtip, wingtip } from "./support";

forEachDoor("an organization under the real engine", function (door) {
  this.timeout(300_000);
  let stack: Stack;

  before(async () => {
    stack = await startStack({ wingtip }, { door: { ...door, language: "javascript" }, ownProcess: true });
  });
  after(async () => stack?.end());

  it("is created with two requests and recorded as declared and as stored", async () => {
    const { exitCode, output } = await stack.project.up();
    assert.equal(exitCode, 0, output);
    assert.match(output, new RegExp(` ${door.shownType} wingtip created`));
    assert.deepEqual(stack.sent(), ["POST", "GET"]);
    const resource = await stack.project.resource("wingtip");
    assert.deepEqual(resource?.outputs?.["identitySources"], wingtip.identitySources);
    const resolved = [{ type: "azureActiveDirectoryTenant", tenantId: tenantOfWingtip, displayName: "Wingtip Toys" }];
    assert.deepEqual(resource?.outputs?.["resolvedIdentitySources"], resolved);
    assert.deepEqual((await stack.project.outputs())["wingtip"], { id: resource?.id, resolved });
  });

  it("shows no difference afterwards, with no request for up and one for refresh", async () => {
    const up = await stack.project.up(["--expect-no-changes"]);
    assert.equal(up.exitCode, 0, up.output);
    assert.deepEqual(stack.sent(), []);
    const refresh = await stack.project.refresh(["--expect-no-changes"]);
    assert.equal(refresh.exitCode, 0, refresh.output);
    assert.deepEqual(stack.sent(), ["GET"]);
  });

  it("keeps no secret in clear and less than 2 KB of ours in state", async () => {
    const { text } = await stack.project.state();
    assert.ok(!text.includes("token-that-must-not-be-seen"));
    const resource = await stack.project.resource("wingtip");
    assert.ok(JSON.stringify(resource).length < 2048, `${JSON.stringify(resource).length} bytes`);
  });

  it("shows an edit in the portal per property, and up repairs it", async () => {
    const [before] = stack.emulator.portal.list();
    stack.emulator.portal.patch(before?.id ?? "", { description: "typed by hand", state: "proposed" });
    const drift = await stack.project.refresh(["--preview-only", "--diff", "--expect-no-changes"]);
    assert.notEqual(drift.exitCode, 0, drift.output);
    assert.match(drift.output, /~ description: "Toy supplier" => "typed by hand"/);
    assert.match(drift.output, /~ state {6}: "configured" => "proposed"/);
    stack.sent();
    const repair = await stack.project.up(["--refresh"]);
    assert.equal(repair.exitCode, 0, repair.output);
    assert.deepEqual(stack.sent(), ["GET", "PATCH", "GET"]);
    const [after] = stack.emulator.portal.list();
    assert.deepEqual([after?.id, after?.description, after?.state], [before?.id, "Toy supplier", "configured"]);
  });

  it("changes displayName in place", async () => {
    const [before] = stack.emulator.portal.list();
    await stack.declare({ wingtip: { ...wingtip, displayName: "Wingtip Toys (EU)" } });
    const { exitCode, output } = await stack.project.up(["--diff"]);
    assert.equal(exitCode, 0, output);
    assert.match(output, /~ displayName: "Wingtip Toys" => "Wingtip Toys \(EU\)"/);
    assert.doesNotMatch(output, /[-+~] identitySources|replace/);
    const [after] = stack.emulator.portal.list();
    assert.deepEqual([after?.id, after?.displayName], [before?.id, "Wingtip Toys (EU)"]);
  });

  it("is created again after it was deleted in the portal", async () => {
    const [before] = stack.emulator.portal.list();
    stack.emulator.portal.delete(before?.id ?? "");
    const refresh = await stack.project.refresh();
    assert.equal(refresh.exitCode, 0, refresh.output);
    assert.match(refresh.output, /- .*wingtip.*deleted/);
    assert.equal(await stack.project.resource("wingtip"), undefined);
    assert.equal((await stack.project.up()).exitCode, 0);
    assert.equal(stack.emulator.portal.list().length, 1);
  });
});
