/** Failures of Graph under the real engine: what a person reads, what stays in state, and how the next up goes on. */
import assert from "node:assert/strict";
import { failed, forEachDoor, type Stack, startStack, succeeded, tenantOfFabrikam, wingtip } from "./support";

const adatum = { displayName: "Adatum", identitySources: [{ type: "domainIdentitySource", domainName: "adatum.com" }] };
const fabrikam = {
  displayName: "Fabrikam",
  identitySources: [{ type: "domainIdentitySource", domainName: "fabrikam.com" }],
};
const litware = {
  displayName: "Litware",
  identitySources: [{ type: "domainIdentitySource", domainName: "litwareinc.com" }],
};

forEachDoor("a failure of Graph under the real engine", function (door) {
  this.timeout(180_000);
  let stack: Stack;

  before(async () => {
    stack = await startStack({ wingtip }, { door });
  });
  after(async () => stack?.end());
  afterEach(() => {
    stack.emulator.faults.clear();
    stack.emulator.switches.reset();
    delete stack.project.env["CONNECTEDORGS_TIMEOUT_SECONDS"];
    delete stack.project.env["CONNECTEDORGS_GRAPH_ENDPOINT"];
  });

  const names = () => stack.emulator.portal.list().map(({ displayName }) => displayName);

  /** All that the state holds of organizations; the engine encrypts the provider's secrets anew at each write. */
  async function ours(): Promise<string> {
    const { resources } = await stack.project.state();
    return JSON.stringify(resources.filter(({ type }) => type.endsWith(":ConnectedOrganization")));
  }

  const refusals: [title: string, spoil: () => void, line: RegExp][] = [
    [
      "without permission",
      () => stack.emulator.faults.add({ method: "POST", fault: { kind: "status", status: 403 } }),
      /: Graph answered 403 UnAuthorized: .* Grant EntitlementManagement\.ReadWrite\.All .* to the given access token; /,
    ],
    [
      "without a licence",
      () => stack.emulator.switches.set({ licence: "missing" }),
      /: Graph answered 403 NoLicense: .* Assign Microsoft Entra ID P2 or Microsoft Entra ID Governance licences to the tenant\.$/,
    ],
    [
      "against a rule",
      () =>
        stack.emulator.faults.add({
          method: "POST",
          fault: { kind: "status", status: 400, code: "InvalidModel", message: "The model is invalid." },
        }),
      /: Graph answered 400 InvalidModel: The model is invalid \(request-id [0-9a-f-]+, .*\)\.$/,
    ],
    [
      "because the service made a proposed one by itself",
      () => {
        const identitySources = [
          { "@odata.type": "#microsoft.graph.azureActiveDirectoryTenant", tenantId: tenantOfFabrikam },
        ];
        stack.emulator.portal.create({ displayName: "fabrikam.com", state: "proposed", identitySources });
      },
      /Organization "fabrikam\.com" \(id [0-9a-f-]+, state proposed\) already exists for .*fabrikam\.com\. /,
    ],
  ];
  for (const [title, spoil, line] of refusals) {
    it(`refuses a create ${title}: one clean line, nothing in state`, async () => {
      await stack.declare({ fabrikam });
      spoil();
      const output = await failed(stack.project.up());
      const diagnostics = output.slice(output.indexOf("Diagnostics:")).split("\n");
      const lines = diagnostics.filter((text) => text.includes("error: ") && !text.includes("update failed"));
      assert.equal(lines.length, 1, output);
      assert.match(lines[0] ?? "", /^ {4}error: creating connected organization "Fabrikam": /);
      assert.match(lines[0] ?? "", line);
      assert.equal(await stack.project.resource("fabrikam"), undefined);
    });
  }

  it("is followed by an up that succeeds once the cause is gone", async () => {
    const [proposed] = stack.emulator.portal.list();
    stack.emulator.portal.delete(proposed?.id ?? "");
    await succeeded(stack.project.up());
    assert.deepEqual(names(), ["Fabrikam"]);
  });

  it("after the POST keeps the id in state, and the next up finishes the same organization", async () => {
    await stack.declare({ adatum });
    stack.emulator.switches.set({ createdHiddenReads: 10_000 });
    stack.project.env["CONNECTEDORGS_TIMEOUT_SECONDS"] = "5";
    const output = await failed(stack.project.up());
    assert.match(output, /creating connected organization "Adatum": /);
    const created = stack.emulator.portal.list().find(({ displayName }) => displayName === "Adatum");
    const unfinished = await stack.project.resource("adatum");
    assert.deepEqual([unfinished?.id, unfinished?.initErrors?.length], [created?.id, 1]);
    stack.emulator.portal.patch(created?.id ?? "", {});
    stack.sent();
    await succeeded(stack.project.up());
    assert.deepEqual(
      stack.sent().filter((method) => method === "POST"),
      [],
    );
    const finished = await stack.project.resource("adatum");
    const stored = [{ type: "domainIdentitySource", domainName: "adatum.com", displayName: "adatum.com" }];
    assert.deepEqual(
      [finished?.id, finished?.initErrors, finished?.outputs?.["resolvedIdentitySources"]],
      [created?.id, undefined, stored],
    );
    assert.deepEqual(names(), ["Adatum"]);
    await succeeded(stack.project.up(["--refresh", "--expect-no-changes"]));
  });

  it("that loses the answer to a create, and throttles the next, leaves one organization each", async () => {
    await stack.declare({ adatum, fabrikam, litware, wingtip });
    stack.emulator.faults.add(
      { method: "POST", fault: { kind: "reset", when: "after" } },
      { method: "POST", fault: { kind: "status", status: 504, when: "after" } },
      { method: "POST", fault: { kind: "status", status: 429, retryAfter: 2 } },
    );
    await succeeded(stack.project.up());
    assert.deepEqual(names().sort(), ["Adatum", "Fabrikam", "Litware", "Wingtip Toys"]);
    const ids = stack.emulator.portal.list().map(({ id }) => id);
    const { resources } = await stack.project.state();
    assert.deepEqual(
      resources.flatMap(({ id, type }) => (type.endsWith(":ConnectedOrganization") ? [id] : [])).sort(),
      ids.sort(),
    );
  });

  it("that throttles a refresh does no harm", async () => {
    stack.sent();
    stack.emulator.faults.add({ method: "GET", times: 3, fault: { kind: "status", status: 429, retryAfter: 1 } });
    await succeeded(stack.project.refresh(["--expect-no-changes"]));
    assert.deepEqual(stack.emulator.faults.list(), [], "all three were throttled");
  });

  const outages: [title: string, spoil: () => unknown, line: RegExp][] = [
    [
      "answers nothing",
      () => {
        stack.project.env["CONNECTEDORGS_GRAPH_ENDPOINT"] = "http://127.0.0.1:2";
      },
      /Graph could not be reached: ECONNREFUSED/,
    ],
    ["answers 403", () => addToReads({ kind: "status", status: 403 }), /Graph answered 403 UnAuthorized/],
    [
      "answers 404 from a gateway",
      () => addToReads({ kind: "status", status: 404, body: "html" }),
      /Graph answered 404 without an error of Graph's/,
    ],
  ];
  function addToReads(fault: Parameters<Stack["emulator"]["faults"]["add"]>[0]["fault"]): void {
    stack.emulator.faults.add({ method: "GET", times: "always", fault });
  }
  for (const [title, spoil, line] of outages) {
    it(`that ${title} fails a refresh and keeps the state as it was`, async () => {
      const before = await ours();
      stack.project.env["CONNECTEDORGS_TIMEOUT_SECONDS"] = "3";
      await spoil();
      assert.match(await failed(stack.project.refresh()), line);
      assert.equal(await ours(), before);
    });
  }
});
