// What importing the package adds to the type check of a program, against one that imports only Pulumi's SDK.
import { mkdir, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { compilerOptions } from "../cli/export/project";
import { runProcess } from "../harness/run-process";
import { inTurn } from "./life";
import type { StartUp } from "./result";

const LIMIT_MS = 180_000;

const programs = {
  floor: `
    import * as pulumi from "@pulumi/pulumi";
    export const name = pulumi.getStack();`,
  ours: `
    import * as pulumi from "@pulumi/pulumi";
    import { ConnectedOrganization } from "pulumi-connectedorgs";
    const wingtip = new ConnectedOrganization("wingtip", {
      displayName: "Wingtip Toys",
      identitySources: [{ type: "domainIdentitySource", domainName: "wingtiptoys.com" }],
    });
    export const name = pulumi.interpolate\`\${pulumi.getStack()}: \${wingtip.id}\`;`,
};
const names = ["ours", "floor"] as const;

/** @param installation holds the installed package, TypeScript and Pulumi's SDK */
export async function measureTypeCheck(installation: string, rounds: number): Promise<StartUp["typeCheck"]> {
  const folder = join(installation, "type-check");
  await mkdir(folder);
  for (const name of names) {
    await writeFile(join(folder, `${name}.ts`), programs[name]);
    await writeFile(join(folder, `${name}.json`), JSON.stringify({ compilerOptions, files: [`${name}.ts`] }));
  }
  const seconds = { ours: [] as number[], floor: [] as number[] };
  const instantiations = { ours: [] as number[], floor: [] as number[] };
  for (let round = 0; round < rounds; round += 1) {
    for (const name of inTurn(names, round)) {
      const report = await check(folder, name);
      seconds[name].push(figure(report, "Total time"));
      instantiations[name].push(figure(report, "Instantiations"));
    }
  }
  return { seconds, instantiations };
}

async function check(folder: string, name: string): Promise<string> {
  const args = [require.resolve("typescript/lib/tsc.js"), "-p", `${name}.json`, "--extendedDiagnostics"];
  const { exitCode, output } = await runProcess(process.execPath, args, { cwd: folder, timeoutMs: LIMIT_MS });
  if (exitCode !== 0) throw new Error(`The program that imports ${name} does not compile:\n${output}`);
  return output;
}

function figure(report: string, name: string): number {
  return Number(new RegExp(`^${name}:\\s+([\\d.]+)`, "m").exec(report)?.[1]);
}
