/** The script that prepares a machine, with npm as it is and a double of Pulumi's download. */
import assert from "node:assert/strict";
import { cpSync, existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { delimiter, dirname, join } from "node:path";
import { ENGINE_VERSION } from "../../harness/engine/pin";
import { temporaryFolder } from "../../harness/project/temporary-folder";
import { ROOT } from "../../harness/root";
import { type RunResult, runProcess } from "../../harness/run-process";
import type { Step } from "../docs/walk";
import { commandsOf, paste } from "../examples/readme";
import { writeExecutable } from "../support/executable";

describe("the install script of the pipelines", () => {
  let folder: string;

  beforeEach(() => {
    folder = temporaryFolder("pipeline-install");
    cpSync(join(ROOT, "examples", "pipelines", "scripts"), join(folder, "scripts"), { recursive: true });
    const local = { name: "local", version: "1.0.0" };
    mkdirSync(join(folder, "local"));
    writeFileSync(join(folder, "local", "package.json"), JSON.stringify(local));
    const dependencies = { local: "file:local" };
    writeFileSync(join(folder, "package.json"), JSON.stringify({ name: "team", dependencies }));
    const packages = {
      "": { name: "team", dependencies },
      "node_modules/local": { resolved: "local", link: true },
      local,
    };
    writeFileSync(join(folder, "package-lock.json"), JSON.stringify({ name: "team", lockfileVersion: 3, packages }));
    writeExecutable(join(folder, "archive", "pulumi"), "pulumi", `echo v${ENGINE_VERSION}`);
  });

  const archive = `pulumi-v${ENGINE_VERSION}-linux-x64.tar.gz`;

  function install(pulumi: string, env: Record<string, string>, sums = `sha256sum ${archive}`): Promise<RunResult> {
    const programs = join(folder, "programs");
    writeExecutable(programs, "pulumi", pulumi);
    const curl = `echo "$@" >&2
for url; do name=\${url##*/}; done
case "$*" in
  *checksums.txt) { echo "${"0".repeat(64)}  pulumi-v${ENGINE_VERSION}-windows-x64.zip"; ${sums}; } >"$name" ;;
  *) tar --create --gzip --file "$name" --directory "${folder}/archive" pulumi ;;
esac`;
    writeExecutable(programs, "curl", curl);
    const path = [programs, dirname(process.execPath), "/usr/bin", "/bin"].join(delimiter);
    const options = {
      cwd: folder,
      env: { PATH: path, HOME: folder, TMPDIR: folder, npm_config_update_notifier: "false", ...env },
      timeoutMs: 50_000,
    };
    return runProcess("bash", ["scripts/install.sh"], options);
  }

  it("installs what the example's README commits, and the program previews", async function () {
    this.timeout(400_000);
    const copied = temporaryFolder("pipeline-copy");
    const author = { GIT_AUTHOR_NAME: "A", GIT_AUTHOR_EMAIL: "a@example.com" };
    const committer = { GIT_COMMITTER_NAME: "A", GIT_COMMITTER_EMAIL: "a@example.com" };
    const service = ["git clone --quiet . ../service", "cd ../service", "bash scripts/install.sh"];
    const preview = ["pulumi stack init production", "bash scripts/preview.sh"];
    const steps = [...service, ...preview].map((command): Step => ({ kind: "line", command, exitCode: 0 }));
    const commands = await commandsOf("pipelines");
    const printed = await paste([...commands, ...steps], copied, { ...author, ...committer });
    assert.match(printed, /\+ 3 to create/);
    assert.ok(existsSync(join(copied, "service", ".github", "workflows", "connected-organizations.yml")));
  });

  it("installs the locked packages and leaves a Pulumi of the right version as it is", async () => {
    const { exitCode, stderr } = await install(`echo v${ENGINE_VERSION}`, {});
    assert.deepEqual([exitCode, stderr, existsSync(join(folder, "node_modules", "local"))], [0, "", true]);
  });

  const download = [
    `https://get.pulumi.com/releases/sdk/${archive}`,
    `https://github.com/pulumi/pulumi/releases/download/v${ENGINE_VERSION}/pulumi-${ENGINE_VERSION}-checksums.txt`,
  ]
    .map((url) => `--fail --silent --show-error --location --remote-name ${url}\n`)
    .join("");

  it("downloads Pulumi where another version is, for the steps that follow in GitHub Actions", async () => {
    const file = join(folder, "path");
    const { exitCode, stderr } = await install("echo v3.1.0", { GITHUB_PATH: file });
    assert.deepEqual([exitCode, stderr], [0, download]);
    assert.equal(await versionIn(readFileSync(file, "utf8").trim()), `v${ENGINE_VERSION}\n`);
  });

  it("downloads Pulumi where there is none, for the steps that follow in Azure Pipelines", async () => {
    const { exitCode, stdout, stderr } = await install("exit 127", { TF_BUILD: "True" });
    assert.deepEqual([exitCode, stderr], [0, download]);
    const added = /^##vso\[task\.prependpath\](.*)$/m.exec(stdout)?.[1] ?? "";
    assert.equal(await versionIn(added), `v${ENGINE_VERSION}\n`);
  });

  for (const [title, sums, reason] of [
    ["has another checksum than its release", `echo "${"0".repeat(64)}  ${archive}"`, /WARNING: 1 computed checksum/],
    ["is not in its release", "true", /no file was verified/],
    ["has a checksum that cannot be read", `sha256sum ${archive}; echo text`, /line is improperly formatted/],
  ] as const) {
    it(`unpacks nothing and ends when the archive ${title}`, async () => {
      const file = join(folder, "path");
      const { exitCode, stderr } = await install("exit 127", { GITHUB_PATH: file }, sums);
      assert.deepEqual([exitCode, existsSync(file)], [1, false]);
      assert.match(stderr, reason);
      const unpacked = readdirSync(folder, { recursive: true }).filter((path) => /^tmp\..*pulumi$/.test(String(path)));
      assert.deepEqual(unpacked, []);
    });
  }
});

async function versionIn(folder: string): Promise<string> {
  return (await runProcess(join(folder, "pulumi"), ["version"], { timeoutMs: 5000 })).stdout;
}
