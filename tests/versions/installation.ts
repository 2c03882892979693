/** The packed package as users have it: beside the oldest SDK, the newest, and the one of this repository. */
import { existsSync, readdirSync, readFileSync } from "node:fs";
import { cp, writeFile } from "node:fs/promises";
import { basename, join } from "node:path";
import { packedPackage } from "../../harness/project/installed-package";
import { temporaryFolder } from "../../harness/project/temporary-folder";
import { ROOT } from "../../harness/root";
import { nodeFolder, runWith } from "./node";

const EXAMPLES = join(ROOT, "examples");

export const exampleNames: readonly string[] = readdirSync(EXAMPLES).filter((name) =>
  existsSync(join(EXAMPLES, name, "tsconfig.json")),
);

let latest: Promise<string> | undefined;

/** The folder with the newest SDK, TypeScript 6 and 7, and whatever the examples import. */
export function newest(): Promise<string> {
  latest ??= nodeFolder(22).then((node) =>
    install([node], {
      ...Object.assign({}, ...exampleNames.map(dependenciesOf)),
      "@pulumi/pulumi": "latest",
      typescript: "6",
      "typescript-7": "npm:typescript@7",
    }),
  );
  return latest;
}

/** The folder with the oldest SDK that is supported. */
export function oldest(): Promise<string> {
  const { peerDependencies } = JSON.parse(readFileSync(join(ROOT, "package.json"), "utf8"));
  const range = peerDependencies["@pulumi/pulumi"] as string;
  return install([], { "@pulumi/pulumi": range.replace("^", "") });
}

export function sdkVersion(installation: string): string {
  const description = join(installation, "node_modules", "@pulumi", "pulumi", "package.json");
  return JSON.parse(readFileSync(description, "utf8")).version;
}

function dependenciesOf(example: string): Record<string, string> {
  const { dependencies, devDependencies } = JSON.parse(readFileSync(join(EXAMPLES, example, "package.json"), "utf8"));
  return { ...dependencies, ...devDependencies };
}

async function install(front: readonly string[], others: Record<string, string>): Promise<string> {
  const folder = temporaryFolder("versions");
  const packed = await packedPackage();
  await cp(packed, join(folder, basename(packed)));
  const dependencies = { ...others, "pulumi-connectedorgs": `file:${basename(packed)}` };
  await writeFile(join(folder, "package.json"), JSON.stringify({ private: true, dependencies }));
  // Without --prefer-offline, which is content with what was the newest when npm last looked.
  const { exitCode, output } = await runWith(front, ["npm", "install", "--no-audit", "--no-fund"], folder);
  if (exitCode !== 0) throw new Error(`npm could not install ${JSON.stringify(dependencies)}:\n${output}`);
  return folder;
}
