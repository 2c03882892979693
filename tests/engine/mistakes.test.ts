/** Every mistake of a program in one run of the real engine: each once, at its resource, and nothing is sent. */
import assert from "node:assert/strict";
import { check } from "../../provider/organization/check";
import type { Values } from "../../provider/organization/recorded";
import { failed, type Stack, startStack, succeeded, tenantOfWingtip, wingtip } from "./support";

const [domain] = wingtip.identitySources;
const tenant = { type: "azureActiveDirectoryTenant", tenantId: tenantOfWingtip };
const named = (more: object) => ({ ...wingtip, ...more });
const from = (...identitySources: unknown[]) => ({ ...wingtip, identitySources });

/** What people get wrong, one resource each. */
const mistaken: readonly Values[] = [
  from({ type: "domain", domainName: "contoso.com" }),
  from({ type: "tenant", tenantId: tenantOfWingtip }),
  from({ ...domain, domainName: "https://contoso.com" }),
  from({ ...domain, domainName: "ada@contoso.com" }),
  from({ ...domain, domainName: "*.contoso.com" }),
  from({ type: "domainIdentitySource", domain: "contoso.com" }),
  from({ ...domain, tenantId: tenantOfWingtip }),
  from({ domainName: "contoso.com" }),
  from({ "@odata.type": "#microsoft.graph.domainIdentitySource", domainName: "contoso.com" }),
  from({ ...tenant, tenantId: "contoso.onmicrosoft.com" }),
  from({ ...tenant, tenantId: "5e8a1c34" }),
  from({ ...tenant, type: "crossCloudAzureActiveDirectoryTenant", cloudInstance: "usgovernment" }),
  from({ type: "socialIdentitySource", socialIdentitySourceType: "facebok" }),
  from(domain, { ...domain, domainName: "WINGTIPTOYS.com." }),
  from("contoso.com"),
  from(),
  named({ identitySources: domain }),
  named({ internalSponsors: ["adele@contoso.com"] }),
  named({ externalSponsors: tenantOfWingtip }),
  named({ state: "Configured" }),
  named({ displayName: 42 }),
  named({ displayName: "" }),
  named({ adoptExisting: "true" }),
  named({ sponsors: [] }),
  { displayname: "Contoso", identitySources: [domain] },
  { displayName: "Contoso", identitySource: [domain] },
  {},
];

/** Every other one is part of a component, and each has something that is not known, or is secret, beside its mistakes. */
const program = `
  const pulumi = require("@pulumi/pulumi");
  const { ConnectedOrganization } = require("pulumi-connectedorgs");
  const group = new pulumi.ComponentResource("test:index:Group", "group");
  const description = pulumi.secret("must-not-be-seen");
  const all = ${JSON.stringify(mistaken)}.map((args, index) =>
    new ConnectedOrganization("mistake-" + index, { ...args, description }, index % 2 ? { parent: group } : {}));
  new ConnectedOrganization("dependent", { ...${JSON.stringify(wingtip)}, displayName: all[0].displayName }, { dependsOn: all });
  exports.ids = all.map(({ id }) => id);`;

const late = `
  const { ConnectedOrganization } = require("pulumi-connectedorgs");
  const wingtip = new ConnectedOrganization("wingtip", ${JSON.stringify(wingtip)});
  const identitySources = wingtip.id.apply(() => []);
  new ConnectedOrganization("late", { displayName: "Late", state: wingtip.id.apply(() => "open"), identitySources });`;

/** The errors below each resource's name, as the last part of the output has them. */
function errorsIn(output: string): Record<string, string[]> {
  const [, diagnostics = ""] = output.split(/^Diagnostics:$/m);
  const blocks = [...diagnostics.matchAll(/^ {2}\S+ \((\S+)\):\n((?: {4}.*\n|\n)*)/gm)];
  const errorsOf = (text: string) => [...text.matchAll(/^ {4}error: (.*)$/gm)].map(([, error = ""]) => error);
  const all = blocks.map(([, name = "", text = ""]) => [name, errorsOf(text)] as const);
  return Object.fromEntries(all.filter(([, errors]) => errors.length > 0));
}

describe("a program of 27 resources with mistakes under the real engine", () => {
  let stack: Stack;

  const reported = Object.fromEntries(
    mistaken.map((args, index) => {
      const { failures } = check({}, args);
      return [`mistake-${index}`, failures.map(({ property, reason }) => `${property} ${reason}`)];
    }),
  );

  before(async () => {
    stack = await startStack({ wingtip }, { ownProcess: true });
    await succeeded(stack.project.up());
    stack.sent();
  });
  after(async () => stack?.end());

  it("shows each mistake once in one preview, at its resource, and sends nothing", async () => {
    await stack.project.writeProgram(program);
    const output = await failed(stack.project.preview());
    assert.deepEqual(errorsIn(output), reported);
    assert.doesNotMatch(output, /Warning|unhandled|leak/i);
    assert.deepEqual(stack.sent(), []);
  });

  it("fails an up too, which creates none of them and deletes nothing, even where it goes on after errors", async () => {
    assert.deepEqual(errorsIn(await failed(stack.project.up(["--continue-on-error"]))), reported);
    assert.deepEqual(stack.sent(), []);
    assert.equal(stack.emulator.portal.list().length, 1);
  });

  it("leaves what is known only later to the engine", async () => {
    await stack.project.writeProgram(late);
    const errors = (errorsIn(await failed(stack.project.preview()))["late"] ?? []).map((error) =>
      error.replace(/^.*: property (\S+) value \{.*\} has a problem: /, "$1 "),
    );
    assert.deepEqual(errors.sort(), [
      "identitySources must not be empty: at least one identity source must be provided.",
      'state must be configured or proposed, not "open".',
    ]);
    assert.deepEqual(stack.sent(), []);
  });
});
