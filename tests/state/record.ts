/**
 * Records what the present version writes into a state, for the test that every later version must pass. Run once
 * before a release that changes what is written: `npx ts-node tests/state/record.ts`. A record is never written anew.
 */
import assert from "node:assert/strict";
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { createEmulator, type OrganizationInput } from "../../emulator";
import { createProject, type PulumiProject } from "../../harness/project/pulumi-project";
import { litware, onWire, tenant } from "../support/sources";
import { finished, programOf, RECORDED, type RecordedEstate, sponsorless, unseen } from "./estate";

const trey = "c3a9d5e1-4f27-4b80-9d6c-8e1f0a2b3c4d";

async function main(): Promise<void> {
  const { version: release } = require("../../package.json") as { version: string };
  const emulator = createEmulator();
  emulator.portal.addTenant({ tenantId: trey, displayName: "Trey Research", domains: ["treyresearch.net"] });
  emulator.portal.create({
    displayName: "litwareinc.com",
    state: "proposed",
    identitySources: [onWire(tenant(litware))],
  });
  const listener = await emulator.listen();
  const project = await createProject({
    program: programOf(finished),
    // Nothing of the settings belongs into the record.
    env: {
      CONNECTEDORGS_GRAPH_ENDPOINT: listener.url,
      CONNECTEDORGS_AUTHORITY_HOST: listener.url,
      CONNECTEDORGS_ACCESS_TOKEN: "a-token",
      CONNECTEDORGS_TIMEOUT_SECONDS: "8",
    },
  });
  assert.equal((await project.up()).exitCode, 0);
  emulator.faults.add({
    method: "POST",
    path: "Sponsors/$ref",
    times: "always",
    fault: { kind: "status", status: 403 },
  });
  await failUp(project, programOf({ ...finished, ...sponsorless }));
  emulator.switches.set({ createdHiddenReads: 1000 });
  const declared = { ...finished, ...sponsorless, ...unseen };
  await failUp(project, programOf(declared));
  const exported = JSON.parse((await project.run(["stack", "export"])).stdout) as { deployment: Deployment };
  // Nothing in it is secret, so the key that it names serves nobody.
  const { secrets_providers: _, ...deployment } = exported.deployment;
  const organizations = emulator.portal.list() as OrganizationInput[];
  const estate: RecordedEstate = { release, declared, organizations, deployment };
  writeFileSync(join(RECORDED, `${release}.json`), `${JSON.stringify(estate, null, 2)}\n`, { flag: "wx" });
  await project.dispose();
  await listener.close();
}

type Deployment = RecordedEstate["deployment"] & { secrets_providers: unknown };

async function failUp(project: PulumiProject, program: string): Promise<void> {
  await project.writeProgram(program);
  const { exitCode, output } = await project.up();
  assert.notEqual(exitCode, 0, output);
}

void main();
