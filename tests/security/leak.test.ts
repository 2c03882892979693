/**
 * Where a secret can be found after every operation under the real engine: output, logs, state with its history, event
 * log and temporary files. Two sorts of the engine's own lines hold what passes through Pulumi, and are pinned here.
 */
import assert from "node:assert/strict";
import { randomBytes } from "node:crypto";
import { mkdirSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { createProject, type PulumiProject } from "../../harness/project/pulumi-project";
import { temporaryFolder } from "../../harness/project/temporary-folder";
import { makeAppCertificate, toPem } from "../support/certificate";
import { clientId, federated, issueJwt, tenantId } from "../support/sign-in";
import { startTenant, type Tenant } from "../support/tenant";

const highest = ["--logtostderr", "-v=11", "--debug"];

/** The default provider, and one explicit provider for each other way to sign in. */
const program = (failing: boolean) => `
const pulumi = require("@pulumi/pulumi");
const { ConnectedOrganization, Provider, getConnectedOrganizations } = require("pulumi-connectedorgs");
const config = new pulumi.Config("own");
const declare = (name, domainName, provider) => new ConnectedOrganization(
  name, { displayName: name, identitySources: [{ type: "domainIdentitySource", domainName }] }, { provider });
declare("byDefault", "adatum.com");
if (config.getBoolean("severalProviders")) {
  const url = config.require("url");
  const app = { tenantId: "${tenantId}", clientId: "${clientId}", graphEndpoint: url, authorityHost: url, timeoutSeconds: 20 };
  declare("byCertificate", "wingtiptoys.com", new Provider("certificate", {
    ...app,
    clientCertificatePath: config.require("certificatePath"),
    clientCertificatePassword: config.requireSecret("certificatePassword"),
  }));
  declare("byJob", "fabrikam.com", new Provider("job", {
    ...app, useOidc: true, oidcRequestUrl: config.require("requestUrl"), oidcRequestToken: process.env.JOB_TOKEN,
  }));
  declare("byToken", "litwareinc.com", new Provider("token", { ...app, accessToken: process.env.READY_TOKEN }));
}
${failing ? 'declare("failing", "contoso.com");' : ""}
exports.count = getConnectedOrganizations().then(({ length }) => length);
`;

const made = (what: string) => `${what}-${randomBytes(9).toString("hex")}`;

/** What must not be seen anywhere. */
const secrets = {
  configuredSecret: made("configured-secret"),
  environmentSecret: made("environment-secret"),
  certificatePassword: made("certificate-password"),
  accessToken: made("access-token"),
  requestToken: made("request-token"),
};

describe("a secret under the real engine", function () {
  this.timeout(400_000);
  let tenant: Tenant;
  let project: PulumiProject;
  const wrongSecret = "wrong-secret-8d51b7e0c3";
  const jobToken = issueJwt({ iss: federated.issuer, sub: federated.subject, jti: made("job") });
  const registered = makeAppCertificate();
  const certificate = toPem(registered, secrets.certificatePassword);
  const keyLines = certificate.split("\n").filter((line) => line.length === 64);

  /** The secrets, and every token and assertion that was sent or issued until now. */
  function everything(): string[] {
    const sent = tenant.emulator.requests.flatMap(({ headers, body }) => {
      const bearer = /^Bearer (.*)$/.exec(headers["authorization"] ?? "")?.[1];
      const form = typeof body === "string" ? new URLSearchParams(body) : new URLSearchParams();
      return [bearer, form.get("client_assertion")].filter((text) => typeof text === "string");
    });
    return [...new Set([...Object.values(secrets), jobToken, ...keyLines, ...sent])];
  }

  before(async () => {
    const { configuredSecret, environmentSecret } = secrets;
    const own = [{ value: configuredSecret }, { value: environmentSecret }];
    const certificates = [registered.certificate];
    tenant = await startTenant({ acceptedTokens: "any" }, { secrets: own, certificates, seed: { organizations: [] } });
    tenant.issuer.answerWith({ status: 200, body: { value: jobToken } });
    const { url } = tenant;
    project = await createProject({
      program: program(false),
      timeoutMs: 240_000,
      config: {
        "own:url": url,
        "own:requestUrl": `${tenant.issuer.secureUrl}/token?job=1`,
        "own:certificatePath": tenant.write("app.pem", certificate),
        "own:severalProviders": "true",
        "connectedorgs:tenantId": tenantId,
        "connectedorgs:clientId": clientId,
        "connectedorgs:graphEndpoint": url,
        "connectedorgs:authorityHost": url,
        "connectedorgs:timeoutSeconds": "20",
      },
      secrets: {
        "own:certificatePassword": secrets.certificatePassword,
        "connectedorgs:clientSecret": secrets.configuredSecret,
      },
    });
    const temporary = join(project.folder, "temporary");
    mkdirSync(temporary);
    Object.assign(project.env, {
      NODE_EXTRA_CA_CERTS: tenant.trusted,
      TMPDIR: temporary,
      JOB_TOKEN: secrets.requestToken,
      READY_TOKEN: secrets.accessToken,
      AZURE_LOG_LEVEL: "verbose",
      PULUMI_DEBUG_COMMANDS: "true", // makes --event-log known
    });
  });
  after(async () => {
    await project?.dispose();
    await tenant?.close();
  });

  /** Every operation, some made to fail; returns all they printed. */
  async function runEverything(flags: readonly string[], events?: string): Promise<string> {
    const said: string[] = [];
    const run = async (command: string, ends: "well" | "badly", own = "--skip-preview") => {
      const { exitCode, output } = await project.run([
        command,
        "--yes",
        own,
        ...flags,
        ...eventLog(events, said.length),
      ]);
      assert.equal(exitCode === 0, ends === "well", `${command}\n${output.slice(-3000)}`);
      said.push(output);
    };
    await project.writeProgram(program(false));
    await run("up", "well", "--skip-preview=false");
    await project.writeProgram(program(true));
    tenant.emulator.faults.add({
      method: "POST",
      path: "/connectedOrganizations",
      fault: { kind: "status", status: 403 },
    });
    await run("up", "badly");
    tenant.emulator.faults.add({
      method: "GET",
      path: "/connectedOrganizations/",
      times: "always",
      fault: { kind: "status", status: 401 },
    });
    await run("refresh", "badly");
    tenant.emulator.faults.clear();
    const { CONNECTEDORGS_CLIENT_SECRET: secret = "" } = project.env;
    project.env["CONNECTEDORGS_CLIENT_SECRET"] = wrongSecret;
    await run("refresh", "badly");
    project.env["CONNECTEDORGS_CLIENT_SECRET"] = secret;
    await run("destroy", "well", "--refresh");
    assert.deepEqual(tenant.emulator.portal.list(), []);
    const all = said.join("\n");
    assert.match(all, /Graph answered 403 UnAuthorized/);
    assert.match(all, /Graph answered 401 InvalidAuthenticationToken/);
    assert.match(all, /AADSTS7000215/);
    return all;
  }

  /** The lines that hold a secret, the secret taken out. */
  function revealing(text: string): string[] {
    const secrets = [...everything(), wrongSecret].flatMap((secret) => [
      secret,
      Buffer.from(secret).toString("base64"),
    ]);
    return text.split("\n").filter((line) => secrets.some((secret) => line.includes(secret)));
  }

  it("is in no output, state, history or temporary file of any operation", async () => {
    const said = await runEverything([]);
    assert.ok(everything().filter((text) => text.startsWith("ey")).length >= 5, "tokens and assertions were seen");
    assert.match(said, /azure:/);
    assert.deepEqual(revealing(said), []);
    assert.deepEqual(revealing(allFiles(project.folder)), []);
  });

  it("is shown at the highest log level and in the event log by two sorts of Pulumi's own lines only", async () => {
    const events = temporaryFolder("events");
    const said = await runEverything(highest, events);
    const lines = revealing(said);
    assert.ok(lines.some((line) => engineLine.test(line)) && lines.some((line) => sdkLine.test(line)));
    assert.deepEqual(
      lines.filter((line) => !engineLine.test(line) && !sdkLine.test(line)),
      [],
    );
    const logged = revealing(allFiles(events));
    assert.deepEqual(
      logged.filter((line) => !sdkLine.test(line)),
      [],
    );
    assert.deepEqual(revealing(allFiles(project.folder)), []);
    const { configuredSecret, certificatePassword, requestToken, accessToken } = secrets;
    const shown = everything().filter((secret) => said.includes(secret));
    assert.deepEqual(new Set(shown), new Set([configuredSecret, certificatePassword, requestToken, accessToken]));
    const recorded = everything().filter((secret) => logged.some((line) => line.includes(secret)));
    assert.deepEqual(new Set(recorded), new Set([requestToken, accessToken]), "what is no stack configuration");
  });

  it("that comes from the environment is in nothing at all, not even in the engine's own record of all calls", async () => {
    const { environmentSecret } = secrets;
    const gone = { "connectedorgs:clientSecret": undefined, "own:certificatePassword": undefined };
    await project.configure({ ...gone, "own:severalProviders": "false" }, {});
    project.env["CONNECTEDORGS_CLIENT_SECRET"] = environmentSecret;
    project.env["PULUMI_DEBUG_GRPC"] = join(project.folder, "calls.json");
    const said = await runEverything(highest, project.folder);
    assert.deepEqual(revealing(said), []);
    const files = allFiles(project.folder);
    assert.match(files, /ResourceProvider\/Configure/);
    assert.deepEqual(revealing(files), []);
  });

  it("that passes through Pulumi is in clear in PULUMI_DEBUG_GRPC, by its design", async () => {
    const calls = join(project.folder, "calls-of-config.json");
    delete project.env["CONNECTEDORGS_CLIENT_SECRET"];
    project.env["PULUMI_DEBUG_GRPC"] = calls;
    await project.configure({}, { "connectedorgs:clientSecret": secrets.configuredSecret });
    await project.writeProgram(program(false));
    const { exitCode, output } = await project.up();
    assert.equal(exitCode, 0, output);
    const recorded = everything().filter((secret) => readFileSync(calls, "utf8").includes(secret));
    assert.deepEqual(recorded, [secrets.configuredSecret]);
    assert.equal((await project.destroy()).exitCode, 0);
  });
});

/** From -v=9 the engine writes every property that it packs for a call. */
const engineLine =
  /(Unm|M)arshaling property for RPC\[(Provider\[0x\w+\]\.Configure\(\)\.inputs|ResourceMonitor\.RegisterResource\(pulumi:providers:pulumi-nodejs,\w+\))\]: value=\{/;
/** The SDK writes each registered resource to the debug log; the engine masks only secrets of the stack configuration. */
const sdkLine = /RegisterResource RPC finished: resource:\w+\[pulumi:providers:pulumi-nodejs\]; err: null, resp: /;

function eventLog(folder: string | undefined, run: number): string[] {
  return folder === undefined ? [] : ["--event-log", join(folder, `events-${run}.json`)];
}

function allFiles(folder: string): string {
  const entries = readdirSync(folder, { recursive: true, withFileTypes: true });
  const files = entries.filter((entry) => entry.isFile());
  return files.map(({ parentPath, name }) => readFileSync(join(parentPath, name), "utf8")).join("\n");
}
