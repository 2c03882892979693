import assert from "node:assert/strict";
import { readdirSync, readFileSync } from "node:fs";
import { isBuiltin } from "node:module";
import { join, posix } from "node:path";
import { ROOT } from "../../harness/root";
import { runProcess } from "../../harness/run-process";
import { type Description, judgePackage, type Packed } from "../../tools/release/package-content";
import { linksIn } from "../docs/link";

const description: Description = {
  main: "./dist/sdk/index.js",
  types: "./dist/sdk/index.d.ts",
  bin: { connectedorgs: "dist/cli/cli.js" },
  exports: {
    ".": { types: "./dist/sdk/index.d.ts", default: "./dist/sdk/index.js" },
    "./package.json": "./package.json",
  },
};
const needed = ["package.json", "dist/sdk/index.js", "dist/sdk/index.d.ts", "dist/cli/cli.js"];

const judge = (paths: readonly string[], size = 1, unpackedSize = 1) =>
  judgePackage({ size, unpackedSize, files: paths.map((path) => ({ path })) }, description, ROOT);

describe("what npm would pack", () => {
  it("is what may be in the package, and what package.json names", async () => {
    const args = ["pack", "--dry-run", "--json", "--ignore-scripts"];
    const { stdout } = await runProcess("npm", args, { cwd: ROOT, timeoutMs: 60_000 });
    const [packed] = JSON.parse(stdout) as [Packed];
    const text = readFileSync(join(ROOT, "package.json"), "utf8");
    assert.deepEqual(judgePackage(packed, JSON.parse(text) as Description, ROOT), []);
    const paths = packed.files.map(({ path }) => path);
    for (const page of paths.filter((path) => path.endsWith(".md"))) {
      const links = linksIn(readFileSync(join(ROOT, page), "utf8"));
      const targets = links.map((link) => posix.join(posix.dirname(page), link.replace(/#.*/, "")));
      const missing = targets.filter((target) => target !== posix.dirname(page) && !paths.includes(target));
      assert.deepEqual(missing, [], `${page} links to what is not in the package.`);
    }
  });
});

describe("a bundle in the package", () => {
  const read = (name: string) => readFileSync(join(ROOT, "dist", name), "utf8");

  for (const name of ["emulator/index.js", "plugin/pulumi-resource-connectedorgs", "cli/yaml.js"]) {
    it(`needs nothing but Node: ${name}`, () => {
      const needed = [...read(name).matchAll(/\brequire\("([^"]+)"\)/g)].map(([, module = ""]) => module);
      assert.ok(needed.length > 0);
      assert.deepEqual(
        needed.filter((module) => !isBuiltin(module)),
        [],
      );
    });
  }

  it("has declarations that need no other package, and the licences of what is in it", () => {
    const declarations = readdirSync(join(ROOT, "dist", "emulator")).filter((name) => name.endsWith(".d.ts"));
    const imported = declarations.flatMap((name) => read(`emulator/${name}`).match(/(?<=from ")[^."][^"]*/g) ?? []);
    assert.deepEqual([declarations.includes("index.d.ts"), imported], [true, []]);
    for (const name of ["@azure/identity", "hono", "yaml", "zod"])
      assert.match(read("LICENSES.txt"), new RegExp(`^${name} \\d+\\.\\d+\\.\\d+ \\((MIT|ISC)\\)$`, "m"));
  });
});

describe("the judgement of a package's content", () => {
  it("passes what belongs there", () => {
    assert.deepEqual(judge([...needed, "LICENSE", "docs/README.md", "dist/provider/graph/door.js"]), []);
  });

  const strangers = [
    ".env",
    "tests/provider/check.test.ts",
    "examples/quickstart/Pulumi.dev.yaml",
    "examples/quickstart/node_modules/a/index.ts",
    "provider/host.ts",
    "dist/tests/check.test.js",
    "dist/sdk/index.tsbuildinfo",
    "pulumi-connectedorgs-0.1.0.tgz",
    "docs/key.pem",
    "dist/provider/host.js.map",
  ];
  for (const path of strangers) {
    it(`finds a stranger: ${path}`, () => {
      assert.ok(judge([...needed, path]).includes(`${path} does not belong into the package.`));
    });
  }

  it("finds what was built from a source that is gone", () => {
    assert.deepEqual(judge([...needed, "dist/sdk/gone.js"]), ["dist/sdk/gone.js has no source: build anew."]);
  });

  it("finds that a file is missing that package.json names", () => {
    const problem = "package.json names dist/cli/cli.js, which is not in the package.";
    assert.deepEqual(judge(needed.filter((path) => path !== "dist/cli/cli.js")), [problem]);
  });

  it("finds that the package grew", () => {
    assert.deepEqual(judge(needed, 900_001, 3_500_001), [
      "The package's size is 900001 bytes, more than the 900000 allowed.",
      "The package's unpackedSize is 3500001 bytes, more than the 3500000 allowed.",
    ]);
  });
});
