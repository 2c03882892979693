/** The resource class under Pulumi's mocks: what reaches the engine, and what comes back from it. */
import assert from "node:assert/strict";
import { tmpdir } from "node:os";
import { join } from "node:path";
import * as pulumi from "@pulumi/pulumi";
import { ROOT } from "../../harness/root";
import { ConnectedOrganization, type ConnectedOrganizationArgs } from "../../sdk";
import { refuseIndirect } from "../../sdk/refusal";
import { resolved, secret, useMocks, useRequests } from "./mocks";

const live = {
  description: "",
  state: "configured",
  resolvedIdentitySources: [{ type: "azureActiveDirectoryTenant", tenantId: "t", displayName: "Wingtip Toys" }],
  createdDateTime: "2026-02-03T09:10:11.1234567Z",
  modifiedDateTime: "2026-02-03T09:10:11.1234567Z",
  createdBy: "admin@contoso.com",
  modifiedBy: "admin@contoso.com",
};
const shim = 'exports.handler=()=>require("pulumi-connectedorgs/provider").connectedOrganization;';
const args: ConnectedOrganizationArgs = {
  displayName: "Wingtip Toys",
  identitySources: [{ type: "domainIdentitySource", domainName: "wingtiptoys.com" }],
};

describe("the class ConnectedOrganization", () => {
  const registered = useMocks(live);
  const requests = useRequests();

  it("registers its type token with the inputs as given and the frozen provider text", async () => {
    await registration(new ConnectedOrganization("wingtip", args));
    assert.deepEqual(
      registered.map(({ type, name, inputs, custom }) => ({ type, name, inputs, custom })),
      [
        {
          type: "pulumi-nodejs:dynamic/connectedOrganization:ConnectedOrganization",
          name: "wingtip",
          inputs: { ...args, __provider: shim },
          custom: true,
        },
      ],
    );
  });

  it("leaves the object of arguments as it was, even a frozen one", async () => {
    const frozen = Object.freeze({ ...args });
    await registration(new ConnectedOrganization("wingtip", frozen));
    await registration(new ConnectedOrganization("wingtip-again", frozen));
    assert.deepEqual(frozen, args);
    assert.deepEqual(registered[0]?.inputs, registered[1]?.inputs);
  });

  it("assigns every output", async () => {
    const organization = new ConnectedOrganization("wingtip", args);
    for (const [name, value] of Object.entries({ ...args, ...live, id: "wingtip-id" })) {
      assert.deepEqual(await resolved<unknown>(organization[name as keyof typeof live]), value, name);
    }
  });

  it("takes outputs of other resources for each property, inside the sources too", async () => {
    const first = new ConnectedOrganization("first", args);
    await registration(
      new ConnectedOrganization("second", {
        displayName: pulumi.interpolate`after ${first.id}`,
        description: first.displayName,
        state: first.state.apply(() => "proposed" as const),
        identitySources: pulumi.output([
          { type: "azureActiveDirectoryTenant" as const, tenantId: first.resolvedIdentitySources.apply(() => "t") },
        ]),
      }),
    );
    assert.deepEqual(registered[1]?.inputs, {
      displayName: "after first-id",
      description: "Wingtip Toys",
      state: "proposed",
      identitySources: [{ type: "azureActiveDirectoryTenant", tenantId: "t" }],
      __provider: shim,
    });
  });

  it("keeps a secret input secret, on the way to the engine and as an output", async () => {
    const organization = new ConnectedOrganization("wingtip", {
      ...args,
      description: pulumi.secret("hidden"),
      identitySources: [{ type: "domainIdentitySource", domainName: pulumi.secret("hidden.example") }],
    });
    await registration(organization);
    const { isSecret } = pulumi;
    const { description, identitySources, displayName } = organization;
    assert.deepEqual(registered[0]?.inputs["description"], secret("hidden"));
    const areSecret = [isSecret(description), isSecret(identitySources), isSecret(displayName)];
    assert.deepEqual(await Promise.all(areSecret), [true, true, false]);
  });

  it("hands the resource options on", async () => {
    const first = new ConnectedOrganization("first", args);
    const opts = {
      aliases: [{ name: "former" }],
      protect: true,
      retainOnDelete: true,
      dependsOn: first,
      ignoreChanges: ["description"],
      additionalSecretOutputs: ["createdBy"],
    };
    const before = { ...opts };
    await registration(new ConnectedOrganization("second", args, opts));
    const request = requests[1]?.toObject();
    assert.ok(request);
    const { protect, retainondelete, ignorechangesList, additionalsecretoutputsList, dependenciesList } = request;
    assert.deepEqual([protect, retainondelete, ignorechangesList], [true, true, ["description"]]);
    assert.deepEqual([additionalsecretoutputsList, dependenciesList], [["createdBy"], [await resolved(first.urn)]]);
    const aliases = request.aliasesList.map(({ spec }) => spec?.name || spec?.type);
    assert.deepEqual(aliases, ["former", "connectedorgs:index:ConnectedOrganization"]);
    assert.deepEqual(opts, before);
  });

  it("knows its own instances", () => {
    assert.equal(ConnectedOrganization.isInstance(new ConnectedOrganization("wingtip", args)), true);
    for (const other of [undefined, null, "text", {}, args, new pulumi.ComponentResource("a:b:C", "other")]) {
      assert.equal(ConnectedOrganization.isInstance(other), false);
    }
  });

  it("refuses an id, with the ways there are instead", () => {
    const id = "6f1c2a90-4d3b-4c5e-8a71-0b9d8e7f6a52";
    const refusals = [
      [
        { import: id },
        'import. Set the argument adoptExisting to true, import from a file that "npx connectedorgs export" writes, or use the class of pulumi-connectedorgs/plugin, which takes it.',
      ],
      [
        { id },
        "id. Use getConnectedOrganization({ id }), or ConnectedOrganization.get of pulumi-connectedorgs/plugin.",
      ],
    ] as const;
    for (const [opts, rest] of refusals) {
      const message = `ConnectedOrganization "wingtip": a dynamic resource cannot take the option ${rest}`;
      assert.throws(() => new ConnectedOrganization("wingtip", args, opts), { name: "Error", message });
    }
  });

  it("refuses a package out of the host's reach, which starts where Pulumi runs a program", () => {
    const run = join("node_modules", "@pulumi", "pulumi", "cmd", "run", "index.js");
    assert.throws(
      () => refuseIndirect(run, tmpdir()),
      /Add pulumi-connectedorgs to the dependencies in the program's own package\.json\.$/,
    );
    for (const [main, folder] of [
      [run, ROOT],
      ["deploy.js", tmpdir()],
      [undefined, tmpdir()],
    ] as const)
      assert.doesNotThrow(() => refuseIndirect(main, folder));
  });

  it("leaves stack traces as they were, also when it cannot be made, which says where", () => {
    const before = Error.stackTraceLimit;
    new ConnectedOrganization("stack", args);
    assert.equal(Error.stackTraceLimit, before);
    assert.throws(
      () => new ConnectedOrganization("", args),
      (error: Error) =>
        /Missing resource name/.test(error.message) && /connected-organization\.test/.test(error.stack ?? ""),
    );
    assert.equal(Error.stackTraceLimit, before);
  });
});

async function registration(organization: ConnectedOrganization): Promise<void> {
  await resolved(organization.urn);
}
