/** The reports in api/, which a reviewer reads to see what a change does to those who use the package. */
import assert from "node:assert/strict";
import { copyFileSync, mkdirSync, readFileSync, symlinkSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { temporaryFolder } from "../../harness/project/temporary-folder";
import { ROOT } from "../../harness/root";
import { reportApi } from "../../tools/api-report";

describe("the public surface", () => {
  it("is the one in api/: `npm run api` writes it", () => {
    assert.deepEqual(reportApi("compare"), []);
  });
});

describe("the report of the public surface", () => {
  const declarations = {
    "sdk/index": 'export type { Args } from "./args";\n',
    "sdk/args": "interface Inputs {\n  name: string;\n}\nexport interface Args extends Inputs {}\n",
    "sdk/plugin/index": "export declare class Provider {}\n",
    "provider/host": "export declare const provider: { check(): void };\n",
    "emulator/index": "export declare function createEmulator(): void;\n",
  };

  function write(folder: string, files: Readonly<Record<string, string>>): void {
    for (const [name, text] of Object.entries(files)) {
      const file = join(folder, "dist", `${name}.d.ts`);
      mkdirSync(dirname(file), { recursive: true });
      writeFileSync(file, text);
    }
  }

  it("is written for each entry point, and differs when an interface behind an exported one does", () => {
    const folder = temporaryFolder("api-report");
    copyFileSync(join(ROOT, "package.json"), join(folder, "package.json"));
    symlinkSync(join(ROOT, "node_modules"), join(folder, "node_modules"), "junction");
    write(folder, declarations);
    assert.deepEqual(reportApi("compare", folder), ["sdk", "plugin", "provider", "emulator"]);
    assert.deepEqual(reportApi("write", folder), ["sdk", "plugin", "provider", "emulator"]);
    assert.match(readFileSync(join(folder, "api", "sdk.api.md"), "utf8"), /^interface Inputs \{\n {4}/m);
    assert.deepEqual(reportApi("compare", folder), []);
    write(folder, { "sdk/args": declarations["sdk/args"].replace("name: string", "name?: string") });
    assert.deepEqual(reportApi("compare", folder), ["sdk"]);
  });
});
