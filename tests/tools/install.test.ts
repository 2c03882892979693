import assert from "node:assert/strict";
import { copyFileSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { delimiter, dirname, join } from "node:path";
import { temporaryFolder } from "../../harness/project/temporary-folder";
import { ROOT } from "../../harness/root";
import { type RunResult, runProcess } from "../../harness/run-process";
import { writeExecutable } from "../support/executable";

const LOCKED = {
  "node_modules/a": { version: "1.0.0", integrity: "sha512-a" },
  "node_modules/for-mac": { version: "1.0.0", optional: true },
};

describe("tools/install.mjs", () => {
  let folder: string;

  beforeEach(() => {
    folder = temporaryFolder("install-tool");
    for (const name of ["tools", "node_modules"]) {
      mkdirSync(join(folder, name));
    }
    copyFileSync(join(ROOT, "tools", "install.mjs"), join(folder, "tools", "install.mjs"));
    write("package-lock.json", { "": {}, ...LOCKED });
  });

  const write = (file: string, packages: object): void =>
    writeFileSync(join(folder, file), JSON.stringify({ packages }));

  const run = (npm = 'echo "npm $1" >&2'): Promise<RunResult> => {
    writeExecutable(join(folder, "bin"), "npm", npm);
    const env = { PATH: [join(folder, "bin"), dirname(process.execPath), "/bin"].join(delimiter) };
    return runProcess(process.execPath, [join(folder, "tools", "install.mjs")], { env, timeoutMs: 5000 });
  };

  it("does nothing and says nothing when the locked packages are there", async () => {
    write("node_modules/.package-lock.json", { "node_modules/a": LOCKED["node_modules/a"] });
    assert.deepEqual(await run(), { exitCode: 0, stdout: "", stderr: "", output: "" });
  });

  it("installs when nothing is there", async () => {
    const { exitCode, stdout, stderr } = await run();
    assert.equal(stdout, "Installing the locked packages with npm ci: node_modules is missing or incomplete.\n");
    assert.deepEqual([exitCode, stderr], [0, "npm ci\n"]);
  });

  it("installs when the lock file asks for another version", async () => {
    write("node_modules/.package-lock.json", { "node_modules/a": { version: "0.9.0", integrity: "sha512-b" } });
    assert.match((await run()).stdout, /npm ci: node_modules\/a is not the locked one\.\n$/);
  });

  it("says in one sentence that npm failed", async () => {
    const { exitCode, stderr } = await run("exit 3");
    assert.equal(exitCode, 1);
    assert.equal(stderr, "npm ci failed, so nothing can run: see its message above, or run `npm ci` by hand.\n");
  });
});

describe("package-lock.json", () => {
  it("holds every platform's packages, without which npm ci refuses it", () => {
    type Entry = { optionalDependencies?: Record<string, string> };
    const lock = JSON.parse(readFileSync(join(ROOT, "package-lock.json"), "utf8")) as {
      packages: Record<string, Entry>;
    };
    const paths = Object.keys(lock.packages);
    const wanted = Object.values(lock.packages).flatMap((entry) => Object.keys(entry.optionalDependencies ?? {}));
    assert.deepEqual(
      wanted.filter((name) => !paths.some((path) => path.endsWith(`node_modules/${name}`))),
      [],
    );
  });
});
