/** A secret that is renewed between two runs, under the real engine: what each command reads. Needs a build. */
import assert from "node:assert/strict";
import { createProject, type PulumiProject } from "../../harness/project/pulumi-project";
import { clientId, tenantId } from "../support/sign-in";
import { startTenant, type Tenant } from "../support/tenant";

const [first, second] = ["first-s3cret~of-the-app", "second-s3cret~of-the-app"];
const hour = 3_600_000;

const program = `
  const { ConnectedOrganization, Provider } = require("pulumi-connectedorgs");
  const { Config } = require("@pulumi/pulumi");
  const settings = new Config("connectedorgs");
  const names = ["graphEndpoint", "authorityHost", "tenantId", "clientId"];
  const own = Object.fromEntries(names.map((name) => [name, settings.require(name)]));
  const explicit = new Config().getBoolean("explicit");
  const provider = explicit ? new Provider("own", { ...own, clientSecret: settings.requireSecret("clientSecret") }) : undefined;
  new ConnectedOrganization("adatum", {
    displayName: "Adatum",
    identitySources: [{ type: "domainIdentitySource", domainName: "adatum.com" }],
  }, { provider });`;

describe("a secret that was renewed", function () {
  this.timeout(180_000);
  let tenant: Tenant;
  let project: PulumiProject;
  let passed = 0;

  async function start(explicit: boolean): Promise<void> {
    passed = 0;
    tenant = await startTenant(
      {},
      {
        clock: () => Date.now() + passed,
        secrets: [{ value: first, expires: new Date(Date.now() + hour).toISOString() }, { value: second }],
      },
    );
    project = await createProject({
      program,
      config: {
        "connectedorgs:graphEndpoint": tenant.url,
        "connectedorgs:authorityHost": tenant.url,
        "connectedorgs:tenantId": tenantId,
        "connectedorgs:clientId": clientId,
        "connectedorgs:timeoutSeconds": "20",
        "engine-test:explicit": String(explicit),
      },
      secrets: { "connectedorgs:clientSecret": first },
      env: { NODE_EXTRA_CA_CERTS: tenant.trusted },
    });
    await succeeded("up");
    passed = 2 * hour;
    await project.configure({}, { "connectedorgs:clientSecret": second });
  }

  afterEach(async () => {
    await succeeded("destroy");
    assert.deepEqual(
      tenant.emulator.portal.list().map(({ displayName }) => displayName),
      ["Wingtip Toys"],
    );
    await project.dispose();
    await tenant.close();
  });

  async function run(
    command: "up" | "refresh" | "destroy",
    flags: string[] = [],
  ): Promise<{ exitCode: number; output: string }> {
    const { exitCode, output } = await project[command](flags);
    const { text } = await project.state();
    for (const hidden of [first, second, ".emulated"]) assert.ok(!`${output}${text}`.includes(hidden), hidden);
    return { exitCode: exitCode ?? -1, output };
  }

  async function succeeded(command: "up" | "refresh" | "destroy", flags: string[] = []): Promise<void> {
    const { exitCode, output } = await run(command, flags);
    assert.equal(exitCode, 0, output);
  }

  /** The remedy of a command that still used the first secret. */
  async function refused(command: "refresh" | "destroy"): Promise<void> {
    const { exitCode, output } = await run(command);
    assert.notEqual(exitCode, 0, output);
    assert.match(
      output,
      /connected organization "Adatum" .*AADSTS7000222: .* The client secret has expired: create a new one and set it in the environment, which refresh and destroy read as well\./,
    );
  }

  it("in the stack's configuration is not seen by refresh and destroy until the next up or in the environment", async () => {
    await start(false);
    await refused("refresh");
    await refused("destroy");
    project.env["CONNECTEDORGS_CLIENT_SECRET"] = second;
    await succeeded("refresh");
    delete project.env["CONNECTEDORGS_CLIENT_SECRET"];
    await refused("refresh");
    await succeeded("up");
    await succeeded("refresh");
  });

  it("in the stack's configuration is seen by a refresh that runs the program, and by those after it", async () => {
    await start(false);
    await succeeded("refresh", ["--run-program"]);
    await succeeded("refresh");
  });

  it("of an explicit provider is taken from its arguments alone, at the next up", async () => {
    await start(true);
    project.env["CONNECTEDORGS_CLIENT_SECRET"] = second;
    await refused("refresh");
    delete project.env["CONNECTEDORGS_CLIENT_SECRET"];
    await succeeded("up");
    await succeeded("refresh");
  });
});
