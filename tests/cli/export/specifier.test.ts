/** The exported project installs this package from where the command has it, and no stranger's of that name. */
import assert from "node:assert/strict";
import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { specifierFor } from "../../../cli/export/specifier";
import { temporaryFolder } from "../../../harness/project/temporary-folder";

const name = "pulumi-connectedorgs";

describe("the exported project depends on this package", () => {
  let team: string;
  beforeEach(() => {
    team = temporaryFolder("specifier");
  });

  const describeTeam = (description: object | string) =>
    writeFileSync(
      join(team, "package.json"),
      typeof description === "string" ? description : JSON.stringify(description),
    );
  const specifier = (installed = join(team, "node_modules", name)) =>
    specifierFor(join(team, "exported", "deep"), installed, "1.2.3");

  for (const [declared, expected] of [
    [`file:vendor/${name}-1.2.3.tgz`, `file:../../vendor/${name}-1.2.3.tgz`],
    [`file:../${name}-1.2.3.tgz`, `file:../../../${name}-1.2.3.tgz`],
    ["./vendor/own.tgz", "file:../../vendor/own.tgz"],
    ["^1.1.0", "^1.1.0"],
    ["1.2.3", "1.2.3"],
    ["https://packages.contoso.example/own.tgz", "https://packages.contoso.example/own.tgz"],
    ["git+ssh://git@contoso.example/own.git#v1", "git+ssh://git@contoso.example/own.git#v1"],
    ["contoso/own", "contoso/own"],
  ] as const) {
    it(`as ${expected} where the team's project says ${declared}`, () => {
      describeTeam({ dependencies: { [name]: declared } });
      assert.equal(specifier(), expected);
    });
  }

  it("as the team's project does for development, also where another manager keeps the package deeper", () => {
    describeTeam({ devDependencies: { [name]: "file:own.tgz" } });
    const deep = join(team, "node_modules", ".store", "own", "node_modules", name);
    mkdirSync(deep, { recursive: true });
    assert.equal(specifier(deep), "file:../../own.tgz");
  });

  it("by an absolute path where the team's project has one", () => {
    describeTeam({ dependencies: { [name]: `file:${join(team, "own.tgz")}` } });
    assert.equal(specifier(), "file:../../own.tgz");
  });

  it("as a folder where it runs from a checkout", () => {
    describeTeam({ dependencies: { [name]: "^1.1.0" } });
    assert.equal(specifier(join(team, "checkout")), "file:../../checkout");
  });

  for (const description of [{}, { dependencies: [] }, { dependencies: { [name]: 1 } }, "not JSON"]) {
    it(`by its version where nothing says how it came there: ${JSON.stringify(description)}`, () => {
      describeTeam(description);
      assert.equal(specifier(), "^1.2.3");
    });
  }
});
