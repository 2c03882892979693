// Bundles what runs without the packages that it is made of. Must run after the compiler, into the folder that it made.
import { chmodSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { basename, join } from "node:path";
import { fileURLToPath } from "node:url";
import { build } from "esbuild";

const root = fileURLToPath(new URL("..", import.meta.url));
const dist = join(root, "dist");

function bundle(entryPoint, outfile, more = {}) {
  return build({
    absWorkingDir: root,
    entryPoints: [entryPoint],
    outfile,
    bundle: true,
    minify: true,
    // Messages name classes.
    keepNames: true,
    platform: "node",
    target: "node20",
    legalComments: "none",
    logLevel: "warning",
    metafile: true,
    ...more,
  });
}

/** Leaves of a folder the bundle, and the declarations that those of the bundle refer to. */
function removeBundled(folder) {
  const kept = new Set(["index.js", ...declarations(folder, "index")]);
  for (const name of readdirSync(folder)) if (!kept.has(name)) rmSync(join(folder, name), { recursive: true });
}

function declarations(folder, module, found = new Set()) {
  const name = `${module}.d.ts`;
  if (found.has(name)) return found;
  found.add(name);
  const imports = readFileSync(join(folder, name), "utf8").matchAll(/(?:from |import\()"\.\/([^"]+)"/g);
  for (const [, imported] of imports) declarations(folder, imported, found);
  return found;
}

/** The licence of each package of which something is in a bundle, as the licences ask for. */
function licences(results) {
  const files = results.flatMap(({ metafile }) => Object.keys(metafile.inputs));
  const folders = files.flatMap((file) => /^.*node_modules\/(?:@[^/]+\/)?[^/]+/.exec(file) ?? []);
  return [...new Set(folders)].sort().map(licence).join("\n\n");
}

function licence(folder) {
  const { name, version, license } = JSON.parse(readFileSync(join(root, folder, "package.json"), "utf8"));
  const texts = readdirSync(join(root, folder)).filter((file) => /^(licen[cs]e|notice)/i.test(basename(file)));
  const said = texts.map((file) => readFileSync(join(root, folder, file), "utf8").trim());
  return [`${name} ${version} (${license})`, ...said].join("\n\n");
}

/** The plugin is one file that needs nothing but Node: Python, Go and YAML users have no npm. */
const executable = join(dist, "plugin", "pulumi-resource-connectedorgs");
const plugin = await bundle("plugin/main.ts", executable, { banner: { js: "#!/usr/bin/env node" } });
chmodSync(executable, 0o755);

/** What only the emulator needs stays out of every installation. */
const emulator = await bundle("emulator/index.ts", join(dist, "emulator", "index.js"));
removeBundled(join(dist, "emulator"));

/** Only one command needs it. */
const yaml = await bundle("cli/yaml.ts", join(dist, "cli", "yaml.js"), { format: "cjs" });

writeFileSync(join(dist, "LICENSES.txt"), `${licences([plugin, emulator, yaml])}\n`);
