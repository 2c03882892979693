/** What the provider answers through both doors when Graph fails: always something, once, and nothing lost. */
import assert from "node:assert/strict";
import { doors, failureOf, startTenantHost, type TenantHost, unfit } from "../support/host";

for (const door of doors)
  describe(`a failure ${door.title}`, () => {
    let tenant: TenantHost;
    let made: Awaited<ReturnType<TenantHost["create"]>>;
    const adatum = { type: "domainIdentitySource", domainName: "adatum.com" };
    const another = () => ({ ...made.inputs, displayName: "Adatum", identitySources: [adatum] });
    const adatums = () => tenant.emulator.portal.list().filter(({ displayName }) => displayName === "Adatum");

    before(async () => {
      tenant = await startTenantHost(door, { "connectedorgs:timeoutSeconds": "3" });
      made = await tenant.create();
    });
    after(async () => {
      await tenant.host.delete(made.id, made.outputs);
      await tenant.stop();
    });
    afterEach(() => {
      tenant.emulator.faults.clear();
      tenant.emulator.switches.reset();
    });

    function calls(): Record<string, () => Promise<unknown>> {
      const { id, inputs, outputs } = made;
      return {
        creating: () => tenant.host.create(another()),
        reading: () => tenant.host.read(id, outputs),
        updating: () => tenant.host.update(id, outputs, { ...inputs, description: "Other" }),
        deleting: () => tenant.host.delete(id, outputs),
      };
    }

    it("is one line of text from each call, without a stack in the answer or on stderr", async () => {
      const fault = { kind: "status", status: 403 } as const;
      tenant.emulator.faults.add({ times: "always", path: "/identityGovernance/", fault });
      for (const [doing, call] of Object.entries(calls())) {
        const { status, message, partial } = await failureOf(call());
        const name = doing === "creating" ? '"Adatum"' : `"Wingtip Toys" (${made.id})`;
        const start = `${doing} connected organization ${name}: Graph answered 403 UnAuthorized: `;
        assert.deepEqual([status, partial, message.slice(0, start.length)], [2, undefined, start]);
        assert.match(message, /^.* Grant EntitlementManagement\.ReadWrite\.All .* to the given access token.*$/);
        assert.equal(message.match(/Graph answered/g)?.length, 1);
      }
      assert.doesNotMatch(JSON.stringify(tenant.host.output()), /\\n\s+at |token-that-must-not-be-seen/);
    });

    it("is answered once the operation's time is over, if Graph never answers", async () => {
      tenant.emulator.faults.add({ times: "always", fault: { kind: "hang" } });
      const failures = await Promise.all(Object.values(calls()).map((call) => failureOf(call())));
      for (const { status, message } of failures) {
        assert.deepEqual([status, /did not answer in time/.test(message)], [2, true], message);
      }
    });

    it("is answered when nothing that comes back can be understood", async () => {
      for (const kind of ["empty", "html", "wrongJson", "truncated", "reset"] as const) {
        tenant.emulator.faults.add({ method: "GET", times: "always", fault: { kind } });
        const { status, message } = await failureOf(tenant.host.read(made.id, made.outputs));
        assert.equal(status, 2, message);
        assert.ok(message.startsWith(`reading connected organization "Wingtip Toys" (${made.id}): Graph`), message);
        tenant.emulator.faults.clear();
      }
    });

    it("after the POST carries the id, the complete properties and the reason, and update finishes the create", async () => {
      tenant.emulator.switches.set({ createdHiddenReads: 1000 });
      const inputs = another();
      const { message, partial } = await failureOf(tenant.host.create(inputs));
      const [created] = adatums();
      const unfinished = { resolvedIdentitySources: [], __schemaVersion: 1, __unfinished: true, ...door.own };
      const reasons = partial?.reasons ?? [];
      assert.deepEqual(partial, { id: created?.id, properties: { ...inputs, ...unfinished }, reasons });
      assert.equal(reasons.length, 1);
      assert.match(
        reasons[0] ?? "",
        /^creating connected organization "Adatum": The organization \S+ was created, .* Run up again to finish it, or refresh if it was deleted since\.$/,
      );
      assert.doesNotMatch(message, /\n\s+at /);

      const [id, properties] = [partial?.id ?? "", partial?.properties ?? {}];
      tenant.emulator.portal.patch(id, {});
      const none = { changes: false, replaces: [], deleteBeforeReplace: false };
      assert.deepEqual(await tenant.host.diff(id, properties, inputs), none);
      const outputs = await tenant.host.update(id, properties, inputs);
      assert.deepEqual(unfit(outputs), []);
      assert.deepEqual(outputs["resolvedIdentitySources"], [{ ...adatum, displayName: "adatum.com" }]);
      await tenant.host.delete(id, outputs);
    });

    it("after a PATCH carries the former properties as unfinished, and an update goes back to the former inputs", async () => {
      const { id, inputs, outputs } = made;
      tenant.emulator.faults.add({ method: "GET", fault: { kind: "status", status: 403 } });
      const error = await failureOf(tenant.host.update(id, outputs, { ...inputs, description: "New" }));
      const { status, message, partial } = error;
      const start = `updating connected organization "Wingtip Toys" (${id}): Graph answered 403 UnAuthorized: `;
      const properties = { ...outputs, __unfinished: true, __attempted: { description: true }, ...door.own };
      assert.deepEqual([status, message.slice(0, start.length)], [2, start]);
      assert.deepEqual(partial, { id, properties, reasons: [message] });
      assert.equal(tenant.emulator.portal.get(id)?.description, "New");
      const { modifiedDateTime: _, ...back } = await tenant.host.update(id, partial?.properties ?? {}, inputs);
      const { modifiedDateTime: __, ...former } = outputs;
      assert.deepEqual(back, former);
      assert.equal(tenant.emulator.portal.get(id)?.description, inputs["description"]);
    });

    it("without an answer to the POST makes one organization, found again by its identity", async () => {
      tenant.emulator.faults.add({ method: "POST", fault: { kind: "reset", when: "after" } });
      const { id, properties } = await tenant.host.create(another());
      assert.deepEqual(
        adatums().map((organization) => organization.id),
        [id],
      );
      await tenant.host.delete(id, properties);
    });

    it("of a refused POST leaves nothing and names what exists", async () => {
      const { message, partial } = await failureOf(tenant.host.create(made.inputs));
      assert.equal(partial, undefined);
      const existing = `Organization "Wingtip Toys" (id ${made.id}, state configured) already exists for `;
      assert.ok(message.includes(existing), message);
      assert.equal(tenant.emulator.portal.list().length, 1);
    });
  });
