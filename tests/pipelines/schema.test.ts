/** The pipelines' files are what the two services take, by the public schemas of both. */
import assert from "node:assert/strict";
import { readdirSync, readFileSync } from "node:fs";
import { basename, join } from "node:path";
import { gunzipSync } from "node:zlib";
import { Ajv } from "ajv";
import { parse } from "yaml";
import { ROOT } from "../../harness/root";
import { azureFile, azurePipeline, githubFile, occasions } from "./pipeline";

interface Workflow {
  readonly permissions: Readonly<Record<string, string>>;
  readonly jobs: Readonly<Record<string, { "timeout-minutes"?: number; permissions?: Record<string, string> }>>;
}

type Spoiling = readonly [title: string, right: string, wrong: string];

interface Case {
  readonly file: string;
  readonly schema: string;
  /** What the service makes of the text, which may depend on the occasion. */
  readonly contents: (text: string) => Promise<readonly unknown[]>;
  readonly spoilings: readonly Spoiling[];
}

const files: readonly Case[] = [
  {
    file: githubFile,
    schema: "github-workflow",
    contents: async (text) => [parse(text)],
    spoilings: [
      ["a misspelt key", "runs-on:", "run-on:"],
      ["an unknown permission", "id-token: write", "id-tokens: write"],
      ["a step that both runs and uses something", "- run: bash", "- uses: actions/checkout@v4\n        run: bash"],
      ["a time limit that is no number", "timeout-minutes: 60", "timeout-minutes: an hour"],
    ],
  },
  {
    file: azureFile,
    schema: "azure-pipelines",
    contents: async (text) => {
      const pipelines = Object.values(occasions).map((occasion) => azurePipeline(occasion, text));
      return (await Promise.all(pipelines)).map(withBooleans);
    },
    spoilings: [
      ["a misspelt key", "displayName: Preview", "dispName: Preview"],
      ["a task without a required input", "                  scriptType: bash\n", ""],
      ["a misspelt time limit", "timeoutInMinutes:", "timeoutMinutes:"],
      ["a wrong value of an input", "scriptLocation: scriptPath", "scriptLocation: path"],
    ],
  },
];

for (const { file, schema, contents, spoilings } of files) {
  describe(`the schema ${schema}`, () => {
    const text = readFileSync(file, "utf8");
    let problems: (text: string) => Promise<string[]>;

    before(() => {
      const packed = readFileSync(join(__dirname, "schema", `${schema}.json.gz`));
      const ajv = new Ajv({ strict: false, unicodeRegExp: false, logger: false });
      const validate = ajv.compile(JSON.parse(gunzipSync(packed).toString()) as object);
      const problemsOf = (content: unknown) => {
        validate(content);
        return (validate.errors ?? []).map(({ instancePath, message }) => `${instancePath} ${message}`);
      };
      problems = async (text) => (await contents(text)).flatMap(problemsOf);
    });

    it("takes the file", async () => {
      assert.deepEqual(await problems(text), []);
    });

    for (const [title, right, wrong] of spoilings) {
      it(`would refuse ${title}`, async () => {
        assert.ok(text.includes(right));
        assert.notDeepEqual(await problems(text.replace(right, wrong)), []);
      });
    }
  });
}

/** All scalars are texts, but the schema wants booleans in some places. */
function withBooleans(pipeline: object): object {
  return JSON.parse(JSON.stringify(pipeline), (key, value) =>
    value === "true" && /^(allow|continueOnError)/.test(key) ? true : value,
  );
}

describe("the workflows for GitHub Actions", () => {
  for (const file of [githubFile, join(ROOT, ".github", "workflows", "ci.yml")]) {
    const text = readFileSync(file, "utf8");
    const workflow = parse(text) as Workflow;

    it(`${basename(file)} names each action by a commit, and its version beside it`, () => {
      const used = [...text.matchAll(/uses: *(.*)/g)].map(([, action = ""]) => action);
      assert.ok(used.length > 0);
      const loose = used.filter((action) => !/^[\w-]+(?:\/[\w-]+){1,2}@[\da-f]{40} # v\d+\.\d+\.\d+$/.test(action));
      assert.deepEqual(loose, []);
    });

    it(`${basename(file)} limits the time of each job, and gives a sign-in token to no other job than asks for one`, () => {
      const jobs = Object.values(workflow.jobs);
      assert.ok(jobs.every((job) => (job["timeout-minutes"] ?? 0) > 0));
      assert.equal(workflow.permissions["id-token"], undefined);
    });
  }

  it("let the pipeline's job read the repository and sign in, and nothing else", () => {
    const { permissions, jobs } = parse(readFileSync(githubFile, "utf8")) as Workflow;
    const expected = [{}, { contents: "read", "id-token": "write" }];
    assert.deepEqual([permissions, jobs["pulumi"]?.permissions], expected);
  });
});

describe("the pipeline for Azure Pipelines", () => {
  for (const [stage, occasion] of Object.entries(occasions)) {
    it(`limits the time of the stage ${stage}`, async () => {
      const jobs = (await azurePipeline(occasion)).stages.flatMap((one) => one.jobs);
      assert.deepEqual(
        jobs.map((job) => job.timeoutInMinutes),
        ["60"],
      );
    });
  }
});

describe("the shell lines of both files", () => {
  it("are calls of the scripts and nothing else, and each script is called", () => {
    const lines = [githubFile, azureFile].map((file) => {
      const text = readFileSync(file, "utf8");
      return [...text.matchAll(/(?:run|bash|script|scriptPath): (?:bash )?(.*)/g)].map(([, command]) => command);
    });
    const scripts = ["install", "preview", "up", "nightly"].map((name) => `scripts/${name}.sh`).sort();
    assert.deepEqual(
      lines.map((commands) => [...new Set(commands)].sort()),
      [scripts, scripts],
    );
    const files = readdirSync(join(ROOT, "examples", "pipelines", "scripts"));
    assert.deepEqual(files.sort(), ["guarded.sh", "install.sh", "nightly.sh", "preview.sh", "up.sh"]);
  });
});
