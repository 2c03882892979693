import assert from "node:assert/strict";
import { existsSync, readdirSync } from "node:fs";
import { delimiter, join } from "node:path";
import { ensureEngine } from "../../harness/engine";
import { cacheFolder } from "../../harness/engine/cache";
import { ENGINE_VERSION } from "../../harness/engine/pin";
import { temporaryFolder } from "../../harness/project/temporary-folder";
import { writeExecutable } from "../support/executable";

const unused = (): Promise<void> => Promise.reject(new Error("must not be asked"));
const unreachable = (): Promise<void> => Promise.reject(new Error("fetch failed"));

async function writeEngine(folder: string, version = ENGINE_VERSION): Promise<void> {
  writeExecutable(folder, "pulumi", `echo v${version}`);
  writeExecutable(folder, "pulumi-language-nodejs", "exit 0");
}

describe("ensureEngine", () => {
  let folder: string;
  let lines: string[];
  let env: NodeJS.ProcessEnv;
  const log = (line: string): unknown => lines.push(line);
  const onPath = (...names: string[]): string => names.map((name) => join(folder, name)).join(delimiter);

  beforeEach(() => {
    folder = temporaryFolder("engine");
    lines = [];
    env = { PATH: onPath("bin"), CONNECTEDORGS_ENGINE_CACHE: join(folder, "cache") };
  });

  it("takes the installed engine when it is the pinned version", async () => {
    await writeEngine(join(folder, "bin"));
    const engine = await ensureEngine({ env, log, download: unused, build: unused });
    assert.deepEqual(engine, { folders: [join(folder, "bin")], source: "installed" });
    assert.deepEqual(lines, []);
  });

  it("names two folders when the language host is elsewhere on PATH", async () => {
    writeExecutable(join(folder, "bin"), "pulumi", `echo v${ENGINE_VERSION}`);
    writeExecutable(join(folder, "host"), "pulumi-language-nodejs", "exit 0");
    env["PATH"] = onPath("bin", "host");
    assert.deepEqual((await ensureEngine({ env, log })).folders, [join(folder, "bin"), join(folder, "host")]);
  });

  it("says so and looks elsewhere when the installed engine has another version", async () => {
    await writeEngine(join(folder, "bin"), "3.1.0");
    await writeEngine(cacheFolder(env));
    const engine = await ensureEngine({ env, log, download: unused, build: unused });
    assert.equal(engine.source, "cache");
    const cli = join(folder, "bin", "pulumi");
    assert.deepEqual(lines, [`${cli} is version 3.1.0, this repository needs ${ENGINE_VERSION}: looking elsewhere`]);
  });

  it("looks elsewhere when the installed engine has no language host", async () => {
    writeExecutable(join(folder, "bin"), "pulumi", `echo v${ENGINE_VERSION}`);
    await writeEngine(cacheFolder(env));
    assert.equal((await ensureEngine({ env, log, download: unused, build: unused })).source, "cache");
    assert.match(lines.join(), /has no pulumi-language-nodejs beside it or on PATH/);
  });

  it("downloads the release once and caches it", async () => {
    const first = await ensureEngine({ env, log, download: (target) => writeEngine(target), build: unused });
    assert.deepEqual(first, { folders: [cacheFolder(env)], source: "release" });
    assert.equal((await ensureEngine({ env, log, download: unused, build: unused })).source, "cache");
  });

  it("builds when the release is not available", async () => {
    writeExecutable(join(folder, "bin"), "go", "exit 0");
    const engine = await ensureEngine({ env, log, download: unreachable, build: (target) => writeEngine(target) });
    assert.equal(engine.source, "build");
    assert.match(lines.join("\n"), /the release is not available \(fetch failed\)/);
  });

  it("replaces a cached engine that does not work", async () => {
    await writeEngine(cacheFolder(env), "0.0.0");
    const engine = await ensureEngine({ env, log, download: (target) => writeEngine(target), build: unused });
    assert.equal(engine.source, "release");
  });

  it("points to the installation page when nothing works", async () => {
    await assert.rejects(ensureEngine({ env, log, download: unreachable, build: unused }), {
      message: `Pulumi ${ENGINE_VERSION} is not installed, its release cannot be reached and there is no Go to build it: install it from https://www.pulumi.com/docs/install/.`,
    });
  });

  it("refuses a build of another version and leaves nothing behind", async () => {
    writeExecutable(join(folder, "bin"), "go", "exit 0");
    const build = (target: string): Promise<void> => writeEngine(target, "3.1.0");
    await assert.rejects(ensureEngine({ env, log, download: unreachable, build }), {
      message: `the new pulumi says version 3.1.0 instead of ${ENGINE_VERSION}`,
    });
    assert.deepEqual(readdirSync(join(folder, "cache")), []);
  });

  describe("with another language", () => {
    const host = (folder: string): string => writeExecutable(folder, "pulumi-language-yaml", "exit 0");
    const asked = () =>
      ensureEngine({ env, log, languages: ["yaml"], buildHost: async (_, target) => void host(target) });

    it("builds the host once, beside an engine of its own", async () => {
      writeExecutable(join(folder, "bin"), "go", "exit 0");
      await writeEngine(cacheFolder(env));
      assert.deepEqual((await asked()).folders, [cacheFolder(env)]);
      assert.deepEqual(readdirSync(cacheFolder(env)).toSorted(), [
        "pulumi",
        "pulumi-language-nodejs",
        "pulumi-language-yaml",
      ]);
      const again = await ensureEngine({ env, log, languages: ["yaml"], buildHost: unused });
      assert.deepEqual(again.folders, [cacheFolder(env)]);
    });

    it("leaves an installed engine as it is", async () => {
      writeExecutable(join(folder, "bin"), "go", "exit 0");
      await writeEngine(join(folder, "bin"));
      assert.deepEqual((await asked()).folders, [join(folder, "bin"), `${cacheFolder(env)}-hosts`]);
    });

    it("takes the host that is installed, and without Go says where there is one", async () => {
      await writeEngine(join(folder, "bin"));
      await assert.rejects(asked(), {
        message:
          "There is no pulumi-language-yaml and no Go to build it: install Pulumi from https://www.pulumi.com/docs/install/, which includes it.",
      });
      host(join(folder, "bin"));
      assert.deepEqual((await asked()).folders, [join(folder, "bin")]);
    });
  });

  it("gives two processes that start together the same complete engine", async () => {
    const slowly = async (target: string): Promise<void> => {
      await new Promise((resolve) => setTimeout(resolve, 20));
      await writeEngine(target);
    };
    const both = [1, 2].map(() => ensureEngine({ env, log, download: slowly, build: unused }));
    for (const { folders } of await Promise.all(both)) {
      assert.deepEqual(folders, [cacheFolder(env)]);
    }
    assert.equal(existsSync(join(cacheFolder(env), "pulumi-language-nodejs")), true);
    assert.equal(readdirSync(join(folder, "cache")).length, 1);
  });
});

describe("cacheFolder", () => {
  const key = `${ENGINE_VERSION}-${process.platform}-${process.arch}`;

  it("honours its own variable, then XDG_CACHE_HOME", () => {
    assert.equal(cacheFolder({ CONNECTEDORGS_ENGINE_CACHE: "/a", XDG_CACHE_HOME: "/b" }), join("/a", key));
    assert.equal(cacheFolder({ XDG_CACHE_HOME: "/b" }), join("/b", "pulumi-connectedorgs", "engine", key));
  });
});
