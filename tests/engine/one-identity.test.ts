/** An explicit provider under the real engine, in the environment of a job that has an identity of its own. */
import assert from "node:assert/strict";
import { createEmulator, type Emulator, type Listener } from "../../emulator";
import { createProject, type PulumiProject } from "../../harness/project/pulumi-project";
import { failed, succeeded, tenantOfFabrikam } from "./support";

describe("an explicit provider under the real engine", function () {
  this.timeout(300_000);
  let emulator: Emulator;
  let listener: Listener;
  let project: PulumiProject;

  const programOf = (args: string) => `
    const pulumi = require("@pulumi/pulumi");
    const { ConnectedOrganization, Provider } = require("pulumi-connectedorgs");
    const endpoints = { graphEndpoint: ${JSON.stringify(listener.url)}, authorityHost: ${JSON.stringify(listener.url)} };
    const provider = new Provider("partner", { ...endpoints, ${args} });
    new ConnectedOrganization("wingtip", {
      displayName: "Wingtip Toys",
      identitySources: [{ type: "domainIdentitySource", domainName: "wingtiptoys.com" }],
    }, { provider });`;
  const upWith = async (args: string) => {
    await project.writeProgram(programOf(args));
    return await project.up();
  };

  before(async () => {
    emulator = createEmulator({ seed: { tokens: ["token-of-the-partner"] }, switches: { acceptedTokens: "listed" } });
    listener = await emulator.listen();
    project = await createProject({ program: "", sharesHost: true });
    Object.assign(project.env, {
      ARM_USE_MSI: "true",
      ARM_TENANT_ID: "job.example",
      CONNECTEDORGS_ACCESS_TOKEN: "token-that-must-not-be-seen",
      PARTNER_TOKEN: "token-of-the-partner",
    });
  });
  after(async () => {
    await project?.dispose();
    await listener?.close();
  });

  const refused: [what: string, args: string, message: string][] = [
    ["a tenant only", `tenantId: "${tenantOfFabrikam}"`, "No credential is configured."],
    [
      "a variable that is not set",
      "accessToken: process.env.UNSET",
      'Provider "partner": The argument accessToken is empty. Give it a value, or leave it out.',
    ],
    [
      "an output that is nothing",
      "accessToken: pulumi.output(undefined)",
      "The argument accessToken of the explicit provider is empty. Give it a value, or leave it out.",
    ],
    [
      "a misspelt argument",
      'accesstoken: "x"',
      'Provider "partner": Unknown argument "accesstoken". Did you mean accessToken?',
    ],
  ];
  for (const [what, args, message] of refused) {
    it(`acts with nobody else's identity when it is given ${what}`, async () => {
      const output = await failed(upWith(args));
      assert.ok(output.includes(message), output);
      assert.deepEqual(emulator.requests, []);
    });
  }

  it("takes its token from the variable that it names, and Pulumi never sees it", async () => {
    await succeeded(upWith('accessTokenVariable: "PARTNER_TOKEN"'));
    assert.equal(emulator.portal.list().length, 1);
    assert.ok(!(await project.state()).text.includes("token-of-the-partner"));
    const { output } = await project.run(["up", "--yes", "--skip-preview", "--json"]);
    assert.ok(!output.includes("token-of-the-partner"), output);
    await project.writeProgram(programOf("accessToken: process.env.PARTNER_TOKEN"));
    // An event of the engine's own, which no provider can change: SECURITY.md says so.
    const { output: shown } = await project.run(["up", "--yes", "--skip-preview", "--json"]);
    assert.ok(shown.includes("token-of-the-partner"), shown);
    assert.ok(!(await project.state()).text.includes("token-of-the-partner"));
    await succeeded(project.destroy());
    assert.deepEqual(emulator.portal.list(), []);
  });
});
