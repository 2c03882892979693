// Installs the locked packages unless they are there. Must run without any package.
import { spawnSync } from "node:child_process";
import { readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";

const root = fileURLToPath(new URL("..", import.meta.url));

/** Why an installation is needed, or undefined. Compares contents, because a fresh clone has no useful timestamps. */
export function whyInstall(folder) {
  const wanted = lockedPackages(`${folder}/package-lock.json`);
  if (wanted === undefined) {
    throw new Error("package-lock.json is missing or broken: restore it with git checkout package-lock.json.");
  }
  const present = lockedPackages(`${folder}/node_modules/.package-lock.json`);
  if (present === undefined) {
    return "node_modules is missing or incomplete";
  }
  const changed = Object.entries(wanted).find(([path, entry]) => !isSatisfied(entry, present[path]));
  return changed && `${changed[0]} is not the locked one`;
}

function lockedPackages(file) {
  try {
    const { "": _root, ...packages } = JSON.parse(readFileSync(file, "utf8")).packages;
    return packages;
  } catch {
    return undefined;
  }
}

function isSatisfied(wanted, present) {
  if (present === undefined) {
    // npm omits packages for other platforms.
    return wanted.optional === true || wanted.devOptional === true || wanted.peer === true;
  }
  return ["version", "integrity", "resolved", "link"].every((key) => wanted[key] === present[key]);
}

function install() {
  const reason = whyInstall(root);
  if (reason === undefined) {
    return;
  }
  console.log(`Installing the locked packages with npm ci: ${reason}.`);
  // Without scripts: the callers build, and sources that do not compile must not stop the installation.
  const { status } = spawnSync("npm", ["ci", "--ignore-scripts", "--no-audit", "--no-fund", "--loglevel=error"], {
    cwd: root,
    stdio: ["ignore", "ignore", "inherit"],
    shell: process.platform === "win32",
  });
  if (status !== 0) {
    throw new Error("npm ci failed, so nothing can run: see its message above, or run `npm ci` by hand.");
  }
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  try {
    install();
  } catch (error) {
    console.error(error.message);
    process.exitCode = 1;
  }
}
