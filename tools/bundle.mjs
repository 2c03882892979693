// Bundles what runs without the packages that it is made of. Must run after the compiler, into the folder that it made.
import { chmodSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { build } from "esbuild";

const root = fileURLToPath(new URL("..", import.meta.url));

/** The plugin is one file that needs nothing but Node: Python, Go and YAML users have no npm. */
const executable = `${root}dist/plugin/pulumi-resource-connectedorgs`;

await build({
  entryPoints: [`${root}plugin/main.ts`],
  outfile: executable,
  bundle: true,
  minify: true,
  // Messages name classes.
  keepNames: true,
  platform: "node",
  target: "node20",
  banner: { js: "#!/usr/bin/env node" },
  legalComments: "eof",
  logLevel: "warning",
});
chmodSync(executable, 0o755);
