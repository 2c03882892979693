// The commands with which a user continues where the demo stopped.
import { delimiter } from "node:path";
import { readDeclared } from "./organizations";
import type { Stage } from "./stage";

export async function printHandover(stage: Stage): Promise<void> {
  const [first] = await readDeclared(stage);
  const organizations = `${stage.url}/_emulator/organizations`;
  console.log(`
The emulator and the stack keep running until you press Ctrl+C here. In another terminal:

${settingLines(stage.environment).join("\n")}
cd ${shellWord(stage.folder)}

# the ids, and what the service stores
pulumi stack output
curl ${organizations}
# change ${stage.program} in that folder, then
pulumi up
# edit an organization behind Pulumi's back, find the drift, repair it
curl -X PATCH ${organizations}/${first?.id} -d '{"description":"by hand"}'
pulumi refresh --preview-only --diff
pulumi up --refresh
# every request that the emulator received
curl ${stage.url}/_emulator/requests
# clean up
pulumi destroy`);
}

/** Only what differs from the shell's environment. */
function settingLines(environment: NodeJS.ProcessEnv): string[] {
  const path = environment["PATH"] ?? "";
  const inherited = process.env["PATH"] ?? "";
  const folders = path.slice(0, path.length - inherited.length - delimiter.length);
  const settings = Object.entries(environment).filter(([name]) => /^(PULUMI|CONNECTEDORGS)_/.test(name));
  return [
    `export PATH=${shellWord(folders)}:"$PATH"`,
    ...settings.map(([name, value]) => `export ${name}=${shellWord(value ?? "")}`),
  ];
}

function shellWord(text: string): string {
  return /^[\w./:-]+$/.test(text) ? text : `'${text.replaceAll("'", `'\\''`)}'`;
}
