/** The life of organizations in a program of another language than Node's, under the real engine, through the plugin. */
import assert from "node:assert/strict";
import { createEmulator, type Emulator, type Listener } from "../../emulator";
import { createProject, type ProjectOptions, type PulumiProject } from "../../harness/project/pulumi-project";
import { failed, isSettled, succeeded, tenantOfWingtip } from "../engine/support";

/**
 * Declares `wingtip` by its domain; `fabrikam` by its tenant, through an explicit provider whose token is not marked as
 * a secret; `litware` as what the last step imports, when it is imported; and exports `id` and `kind` of
 * what is stored for `wingtip`, and as `found` the id of Contoso, which is looked up.
 */
export interface Programs {
  before(url: string): string;
  after(url: string): string;
}

export const token = "token-that-must-not-be-seen";
export const tenantOfFabrikam = "2b1d6f0a-7c55-4a0b-8f57-5d3a3e0c1f20";
const domain = (domainName: string) => ({
  "@odata.type": "#microsoft.graph.domainIdentitySource",
  domainName,
  displayName: domainName,
});

export function describeLife(programs: Programs, options: () => Promise<Partial<ProjectOptions>>): void {
  let emulator: Emulator;
  let listener: Listener;
  let project: PulumiProject;

  before(async () => {
    emulator = createEmulator();
    listener = await emulator.listen();
    emulator.portal.create({ displayName: "Contoso", identitySources: [domain("contoso.example")] });
    project = await createProject({
      ...(await options()),
      program: programs.before(listener.url),
      config: { "connectedorgs:graphEndpoint": listener.url, "connectedorgs:authorityHost": listener.url },
      secrets: { "connectedorgs:accessToken": token },
    });
  });
  after(async () => {
    await project?.dispose();
    await listener?.close();
  });

  const stored = (displayName: string) => {
    const found = emulator.portal.list().find((organization) => organization.displayName === displayName);
    assert.ok(found, displayName);
    return found;
  };

  it("is created as declared, with what a look-up finds, and no secret in clear", async () => {
    await succeeded(project.up());
    const resolved = [{ type: "azureActiveDirectoryTenant", tenantId: tenantOfWingtip, displayName: "Wingtip Toys" }];
    const wingtip = await project.resource("wingtip");
    assert.deepEqual(wingtip?.outputs?.["resolvedIdentitySources"], resolved);
    const [id, found] = [stored("Wingtip Toys").id, stored("Contoso").id];
    assert.deepEqual(await project.outputs(), { id, kind: "azureActiveDirectoryTenant", found });
    assert.ok(!(await project.state()).text.includes(token));
  });

  it("shows no difference afterwards", async () => {
    await isSettled({ project });
  });

  it("shows drift per element, and up repairs it", async () => {
    const { id, identitySources } = stored("Wingtip Toys");
    const drift = { description: "typed", identitySources: [...identitySources, domain("extra.example")] };
    emulator.portal.patch(id, drift);
    const shown = await failed(project.refresh(["--preview-only", "--diff", "--expect-no-changes"]));
    assert.match(shown, /~ description {4}: "Toy supplier" => "typed"/);
    assert.match(shown, /~ identitySources: \[\s+\+ \[1\]: \{\s+\+ domainName: "extra.example"/);
    await succeeded(project.up(["--refresh"]));
    const { description, identitySources: repaired } = stored("Wingtip Toys");
    assert.deepEqual({ description, identitySources: repaired }, { description: "Toy supplier", identitySources });
  });

  it("takes over by its id what was made by hand, without a change", async () => {
    const { id } = emulator.portal.create({ displayName: "Litware", identitySources: [domain("litware.example")] });
    const flags = ["--generate-code=false", "--protect=false", "--yes", "--skip-preview"];
    await succeeded(project.run(["import", "connectedorgs:index:ConnectedOrganization", "litware", id, ...flags]));
    await project.writeProgram(programs.after(listener.url));
    await succeeded(project.preview(["--expect-no-changes"]));
  });

  it("is deleted, and nothing else", async () => {
    await succeeded(project.destroy());
    assert.deepEqual(
      emulator.portal.list().map(({ displayName }) => displayName),
      ["Contoso"],
    );
  });
}
