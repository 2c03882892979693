/** The pipelines' files are what the two services take, by the public schemas of both. */
import assert from "node:assert/strict";
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { gunzipSync } from "node:zlib";
import { Ajv } from "ajv";
import { parse } from "yaml";
import { ROOT } from "../../harness/root";
import { azureFile, githubFile } from "./pipeline";

type Spoiling = readonly [title: string, right: string, wrong: string];

interface Case {
  readonly file: string;
  readonly schema: string;
  /** Of YAML; Azure Pipelines takes every scalar for a text. */
  readonly scalars: "core" | "failsafe";
  readonly spoilings: readonly Spoiling[];
}

const files: readonly Case[] = [
  {
    file: githubFile,
    schema: "github-workflow",
    scalars: "core",
    spoilings: [
      ["a misspelt key", "runs-on:", "run-on:"],
      ["an unknown permission", "id-token: write", "id-tokens: write"],
      ["a step that both runs and uses something", "- run: bash", "- uses: actions/checkout@v4\n        run: bash"],
    ],
  },
  {
    file: azureFile,
    schema: "azure-pipelines",
    scalars: "failsafe",
    spoilings: [
      ["a misspelt key", "displayName: Preview", "dispName: Preview"],
      ["a task without a required input", "      scriptType: bash\n", ""],
      ["a wrong value of an input", "scriptLocation: scriptPath", "scriptLocation: path"],
    ],
  },
];

for (const { file, schema, scalars, spoilings } of files) {
  describe(`the schema ${schema}`, function () {
    this.timeout(60_000);
    const text = readFileSync(file, "utf8");
    let problems: (content: string) => string[];

    before(() => {
      const packed = readFileSync(join(__dirname, "schema", `${schema}.json.gz`));
      const ajv = new Ajv({ strict: false, unicodeRegExp: false, logger: false });
      const validate = ajv.compile(JSON.parse(gunzipSync(packed).toString()) as object);
      problems = (content) => {
        validate(parse(content, { schema: scalars }));
        return (validate.errors ?? []).map(({ instancePath, message }) => `${instancePath} ${message}`);
      };
    });

    it("takes the file", () => {
      assert.deepEqual(problems(text), []);
    });

    for (const [title, right, wrong] of spoilings) {
      it(`would refuse ${title}`, () => {
        assert.ok(text.includes(right));
        assert.notDeepEqual(problems(text.replace(right, wrong)), []);
      });
    }
  });
}

describe("the shell lines of both files", () => {
  it("are calls of the scripts and nothing else, and each script is called", () => {
    const lines = [githubFile, azureFile].map((file) => {
      const text = readFileSync(file, "utf8");
      return [...text.matchAll(/(?:run|bash|script|scriptPath): (?:bash )?(.*)/g)].map(([, command]) => command);
    });
    const scripts = ["install", "preview", "up", "drift"].map((name) => `scripts/${name}.sh`);
    assert.deepEqual(lines, [scripts, scripts]);
    const files = readdirSync(join(ROOT, "examples", "pipelines", "scripts"));
    assert.deepEqual(files.sort(), ["drift.sh", "guarded.sh", "install.sh", "preview.sh", "up.sh"]);
  });
});
