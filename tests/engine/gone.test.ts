/** Organizations of which the service says 403 once they are gone, and deletes whose answer is lost, under the real engine. */
import assert from "node:assert/strict";
import { failed, forEachDoor, type Stack, startStack, succeeded } from "./support";

const organization = (displayName: string, domainName: string) => ({
  displayName,
  identitySources: [{ type: "domainIdentitySource", domainName }],
});

forEachDoor("an organization that is gone under the real engine", (door) => {
  let stack: Stack;

  before(async () => {
    const declared = {
      lost: organization("Lost", "adatum.com"),
      forbidden: organization("Forbidden", "northwind.example"),
      visible: organization("Visible", "tailspin.example"),
    };
    stack = await startStack(declared, { door, settings: { timeoutSeconds: "30" } });
    await succeeded(stack.project.up());
  });
  after(async () => stack?.end());
  afterEach(() => {
    stack.emulator.faults.clear();
    stack.emulator.switches.reset();
  });

  const idOf = (name: string) => stack.emulator.portal.list().find(({ displayName }) => displayName === name)?.id ?? "";

  it("and whose reads are answered 403 stays in the state: the refresh says that somebody may have deleted it", async () => {
    const id = idOf("Lost");
    stack.emulator.portal.delete(id);
    stack.emulator.switches.set({ goneAnswer: 403 });
    const output = await failed(stack.project.refresh());
    assert.match(output, new RegExp(`reading connected organization "Lost" \\(${id}\\): Graph answered 403 .*deleted`));
    assert.equal((await stack.project.resource("lost"))?.id, id);
  });

  for (const [name, how, switches] of [
    ["forbidden", "reads are answered 403", { goneAnswer: 403 }],
    ["visible", "two reads still show it", { deletedVisibleReads: 2 }],
  ] as const) {
    it(`is destroyed although the answer to its DELETE was lost and ${how}`, async () => {
      const { id = "", urn = "" } = (await stack.project.resource(name)) ?? {};
      stack.emulator.switches.set(switches);
      stack.emulator.faults.add({
        method: "DELETE",
        path: id,
        fault: { kind: "status", status: 503, when: "after" },
      });
      await succeeded(stack.project.destroy(["--target", urn]));
      assert.deepEqual([stack.emulator.portal.get(id), await stack.project.resource(name)], [undefined, undefined]);
    });
  }
});
