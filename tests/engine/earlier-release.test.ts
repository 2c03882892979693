/** A stack of an earlier release goes on under the real engine: its state is imported, and nothing is to do but what was unfinished. */
import assert from "node:assert/strict";
import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import { createEmulator } from "../../emulator";
import { createProject } from "../../harness/project/pulumi-project";
import { programOf, type RecordedEstate, recordedEstates, resourcesOf } from "../state/estate";
import { isSettled, succeeded } from "./support";

describe("a stack of an earlier release", function () {
  this.timeout(300_000);

  for (const estate of recordedEstates()) {
    it(`is finished, refreshed and destroyed: ${estate.release}`, () => goOnWith(estate));
  }
});

async function goOnWith(estate: RecordedEstate): Promise<void> {
  const emulator = createEmulator({ seed: { organizations: estate.organizations } });
  const listener = await emulator.listen();
  const project = await createProject({
    program: programOf(estate.declared),
    sharesProcess: true,
    env: {
      CONNECTEDORGS_GRAPH_ENDPOINT: listener.url,
      CONNECTEDORGS_AUTHORITY_HOST: listener.url,
      CONNECTEDORGS_ACCESS_TOKEN: "a-token",
    },
  });
  try {
    const file = join(project.folder, "state.json");
    await writeFile(file, JSON.stringify({ version: 3, deployment: estate.deployment }));
    await succeeded(project.run(["stack", "import", "--file", file]));
    const { unfinished, organizations } = counts(estate);
    const output = await succeeded(project.up());
    assert.match(output, new RegExp(`~ ${unfinished} updated\\n +${organizations - unfinished + 1} unchanged`));
    await isSettled({ project });
    await succeeded(project.destroy());
    assert.deepEqual(emulator.portal.list(), []);
  } finally {
    await project.dispose();
    await listener.close();
  }
}

function counts(estate: RecordedEstate): { unfinished: number; organizations: number } {
  const resources = [...resourcesOf(estate).values()];
  return { unfinished: resources.filter(({ initErrors }) => initErrors).length, organizations: resources.length };
}
