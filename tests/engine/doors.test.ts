/** One stack that goes from the dynamic resource to the plugin and back: nothing is written to the tenant, and no id changes. */
import assert from "node:assert/strict";
import { createEmulator, type Emulator, type Listener } from "../../emulator";
import { createProject, type PulumiProject } from "../../harness/project/pulumi-project";
import { type Door, failed, succeeded } from "./support";

const organization = (displayName: string) => ({
  displayName,
  identitySources: [{ type: "domainIdentitySource", domainName: `${displayName.toLowerCase()}.example` }],
});
/** With the stack's configuration, with a provider of its own, and with a create that did not end. */
const [plain, explicit, unfinished] = ["Plain", "Explicit", "Unfinished"].map(organization);

function program(entry: Door["entry"], settings: object, more: object = {}): string {
  return `
    const { ConnectedOrganization, Provider } = require("${entry}");
    const provider = new Provider("own", ${JSON.stringify(settings)});
    new ConnectedOrganization("plain", ${JSON.stringify({ ...plain, ...more })});
    new ConnectedOrganization("explicit", ${JSON.stringify(explicit)}, { provider });
    new ConnectedOrganization("unfinished", ${JSON.stringify(unfinished)});`;
}

function yamlProgram(settings: object): string {
  const type = "connectedorgs:ConnectedOrganization";
  const resources = {
    own: { type: "pulumi:providers:connectedorgs", properties: settings },
    plain: { type, properties: plain },
    explicit: { type, properties: explicit, options: { provider: `\${own}` } },
    unfinished: { type, properties: unfinished },
  };
  return `resources: ${JSON.stringify(resources)}\n`;
}

describe("a stack that goes through another door", function () {
  this.timeout(300_000);
  let emulator: Emulator;
  let listener: Listener;
  let project: PulumiProject;
  let settings: Record<string, string>;
  let ids: (string | undefined)[];

  before(async () => {
    emulator = createEmulator();
    listener = await emulator.listen();
    const { url } = listener;
    settings = { graphEndpoint: url, authorityHost: url, accessToken: "token-that-must-not-be-seen" };
    const config = Object.fromEntries(Object.entries(settings).map(([key, value]) => [`connectedorgs:${key}`, value]));
    project = await createProject({
      language: "yaml",
      program: "resources: {}\n",
      usesPlugin: true,
      sharesProcess: true,
      config,
    });
  });
  after(async () => {
    await succeeded(project.destroy());
    assert.deepEqual(emulator.portal.list(), []);
    await project.dispose();
    await listener.close();
  });

  const declare = (entry: Door["entry"], more?: object) =>
    project.writeProgram(program(entry, settings, more), "javascript");
  const stateIds = async () => {
    const { resources } = await project.state();
    return resources.filter(({ type }) => type.endsWith(":ConnectedOrganization")).map(({ id }) => id);
  };
  /** Paths of the requests since the last call, and those that write. */
  const sent = () => {
    const requests = emulator.requests.filter(({ path }) => !path.includes("$batch"));
    const writes = requests.filter(({ method }) => method !== "GET");
    emulator.clearRequests();
    return { requests: requests.length, writes: writes.length };
  };

  it("begins with the dynamic resource and a create that does not end", async () => {
    await declare("pulumi-connectedorgs");
    emulator.switches.set({ createdHiddenReads: 1000 });
    project.env["CONNECTEDORGS_TIMEOUT_SECONDS"] = "6";
    await failed(project.up(["--target", "**unfinished"]));
    delete project.env["CONNECTEDORGS_TIMEOUT_SECONDS"];
    emulator.switches.reset();
    for (const { id } of emulator.portal.list()) emulator.portal.patch(id, {});
    await succeeded(project.up(["--target", "**plain", "--target", "**explicit"]));
    ids = (await stateIds()).toSorted();
    assert.deepEqual(
      ids,
      emulator.portal
        .list()
        .map(({ id }) => id)
        .toSorted(),
    );
    assert.equal(ids.length, 3);
    sent();
  });

  it("goes to a YAML program, where what did not end is finished and nothing is written", async () => {
    await project.writeProgram(yamlProgram(settings), "yaml");
    assert.match(await succeeded(project.up()), /1 updated/);
    assert.equal(sent().writes, 0);
    await succeeded(project.refresh(["--expect-no-changes"]));
    const { text, resources } = await project.state();
    assert.ok(!text.includes('"accessToken": "token-that-must-not-be-seen"'));
    assert.ok(resources.every(({ type }) => !type.startsWith("pulumi-nodejs:dynamic")));
    assert.deepEqual((await stateIds()).toSorted(), ids);
  });

  it("goes back to the dynamic resource, and works there", async () => {
    await declare("pulumi-connectedorgs");
    sent();
    await succeeded(project.up());
    assert.equal(sent().writes, 0);
    await succeeded(project.refresh(["--expect-no-changes"]));
    await declare("pulumi-connectedorgs", { description: "Other" });
    assert.match(await succeeded(project.up()), /1 updated/);
    assert.equal(sent().writes, 1);
    assert.deepEqual((await stateIds()).toSorted(), ids);
  });

  it("goes to the same program through the plugin without a request", async () => {
    await declare("pulumi-connectedorgs/plugin", { description: "Other" });
    const output = await succeeded(project.up());
    assert.doesNotMatch(output, /ConnectedOrganization.*(updat|replac|creat|delet)/);
    assert.deepEqual(sent(), { requests: 0, writes: 0 });
    assert.deepEqual((await stateIds()).toSorted(), ids);
  });
});
