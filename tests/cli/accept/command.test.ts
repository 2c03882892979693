/** `connectedorgs accept`: what it prints, what it writes, and how it ends. */
import assert from "node:assert/strict";
import { mkdtempSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { temporaryFolder } from "../../../harness/project/temporary-folder";
import { run } from "../run";

type Values = Record<string, unknown>;
const folder = temporaryFolder("accept");
const stack = { op: "refresh", urn: "urn:pulumi:prod::partners::pulumi:pulumi:Stack::partners-prod" };

function changed(
  name: string,
  declared: Values,
  found: Values,
  type = "connectedorgs:index:ConnectedOrganization",
): Values {
  const all = { displayName: "Wingtip Toys", ...declared };
  const urn = `urn:pulumi:prod::partners::${type}::${name}`;
  const diffReasons = Object.keys(found);
  return { op: "update", urn, oldState: { inputs: all }, newState: { inputs: { ...all, ...found } }, diffReasons };
}

const gone = {
  op: "delete",
  urn: "urn:pulumi:prod::partners::connectedorgs:index:ConnectedOrganization::gone",
  oldState: { inputs: { displayName: "Gone" } },
};

async function accept(steps: readonly Values[], data?: string | Buffer, ...options: string[]) {
  const cwd = mkdtempSync(join(folder, "case-"));
  writeFileSync(join(cwd, "refresh.json"), JSON.stringify({ steps: [stack, ...steps] }));
  if (data !== undefined) writeFileSync(join(cwd, "partners.yaml"), data);
  const from = data === undefined ? [] : ["--data", "partners.yaml"];
  const { code, out, err } = await run(["accept", "--file", "refresh.json", ...from, ...options], { cwd });
  const others = readdirSync(cwd).filter((name) => !["refresh.json", "partners.yaml"].includes(name));
  assert.deepEqual(others, []);
  const bytes = data === undefined ? undefined : readFileSync(join(cwd, "partners.yaml"));
  return { code, out, err, bytes, data: bytes?.toString() };
}

const found = {
  description: `It's "\${x}"\u202e`,
  state: "proposed",
  identitySources: [{ displayName: "a", domainName: "a.example", type: "domainIdentitySource" }],
  internalSponsors: [],
};

describe("connectedorgs accept", () => {
  it("prints the lines of a TypeScript program without data, a paragraph for each resource", async () => {
    const { code, out } = await accept([
      changed("wingtip", {}, found),
      gone,
      changed("team", {}, { displayName: "x" }, "azuread:index/group:Group"),
    ]);
    assert.equal(code, 7);
    assert.equal(
      out,
      `To change by hand:

"wingtip" ("Wingtip Toys"):
  description: 'It\\'s "\\u{24}{x}"\\u{202e}',
  state: "proposed",
  identitySources: [{ type: "domainIdentitySource", domainName: "a.example" }],
  internalSponsors: [],

"gone" ("Gone"):
  is gone: remove the resource`,
    );
  });

  it("prints those of a YAML program", async () => {
    const { code, out } = await accept([changed("wingtip", {}, found)], undefined, "--language", "yaml");
    assert.equal(code, 7);
    assert.match(
      out,
      /^ {2}description: "It's \\"\$\$\{x\}\\"\\u202e"\n {2}state: proposed\n {2}identitySources:\n {4}- type: domainIdentitySource\n {6}domainName: "a\.example"\n {2}internalSponsors: \[\]$/m,
    );
  });

  const rows = "wingtip:\n  displayName: Wingtip Toys\n  state: proposed\n\ngone: {}\n";
  const steps = [changed("wingtip", { state: "proposed" }, { displayName: "W", state: "configured" }), gone];
  const printed = `partners.yaml:2 "wingtip"
-   displayName: Wingtip Toys
+   displayName: W

partners.yaml:3 "wingtip"
-   state: proposed
+   state: configured

partners.yaml:5 "gone"
- gone: {}
`;

  it("writes into the data, and shows how", async () => {
    const { code, out, data } = await accept(steps, rows);
    assert.deepEqual([code, data], [0, "wingtip:\n  displayName: W\n  state: configured\n"]);
    assert.equal(out, `${printed}\npartners.yaml now declares 3 of 3 changes.`);
  });

  for (const encoding of ["utf8", "utf16le"] as const)
    it(`leaves the data's byte order mark and encoding as they are: ${encoding}`, async () => {
      const { code, bytes } = await accept(steps, Buffer.from(`\uFEFF${rows}`, encoding));
      const after = "\uFEFFwingtip:\n  displayName: W\n  state: configured\n";
      assert.deepEqual([code, bytes?.toString(encoding)], [0, after]);
    });

  it("writes nothing for --dry-run", async () => {
    const { code, out, data } = await accept(steps, rows, "--dry-run");
    assert.deepEqual([code, data], [0, rows]);
    assert.equal(out, `${printed}\npartners.yaml would declare 3 of 3 changes.`);
  });

  it("writes what it can, and prints the rest with the reason", async () => {
    const other = changed("fabrikam", {}, { state: "proposed" });
    const { code, out, data } = await accept([...steps, other], rows);
    assert.deepEqual([code, data?.includes("displayName: W\n")], [7, true]);
    assert.match(
      out,
      /\npartners\.yaml now declares 3 of 4 changes\.\nTo change by hand:\n\n"fabrikam" \("Wingtip Toys"\): The file has no row "fabrikam"\.\n {2}state: "proposed",$/,
    );
  });

  const secret = changed("wingtip", { description: "[secret]" }, { description: "the secret" });
  const emptied = changed("wingtip", { identitySources: [{ type: "socialIdentitySource" }] }, { identitySources: [] });
  for (const [what, step, reason] of [
    ["is secret", secret, "description is secret: see its value in the portal.$"],
    ["cannot be declared", emptied, "identitySources must not be empty: .* provided\\.$"],
  ] as const)
    it(`writes nothing and shows no line of what ${what}`, async () => {
      const { code, out, data } = await accept([step], rows);
      assert.deepEqual([code, data], [7, rows]);
      assert.match(out, new RegExp(`^partners.yaml now declares 0 of 1 change.\nTo change by hand:\n\n.*: ${reason}`));
    });

  it("has nothing to do where nothing was found", async () => {
    const { code, out, data } = await accept([], rows);
    assert.deepEqual([code, out, data], [0, "Nothing to accept: every organization is as declared.", rows]);
  });

  it("refuses the output of a preview, where what is found and what is declared change places", async () => {
    const { code, err, data } = await accept([{ op: "same", urn: stack.urn }], rows);
    const cause = "This is the output of pulumi preview: use that of pulumi refresh --preview-only --json.";
    assert.deepEqual([code, err, data], [1, `The drift could not be determined: ${cause}`, rows]);
  });

  for (const [text, message] of [
    [
      "a: 1\na: 2\n",
      "The file of --data is not valid YAML: partners.yaml: Map keys must be unique at line 2, column 1: a: 1 a: 2 ^",
    ],
    [
      "a: *nobody\n",
      "The file of --data is not valid YAML: partners.yaml: Unresolved alias (the anchor must be set before the alias): nobody",
    ],
    [
      "- a\n",
      "The file of --data has no rows: partners.yaml. It must map the name of each resource to its properties.",
    ],
  ] as const)
    it(`refuses data that is ${JSON.stringify(text)}`, async () => {
      const { code, err, data } = await accept(steps, text);
      assert.deepEqual([code, err, data], [1, message, text]);
    });

  it("takes --dry-run only beside --data", async () => {
    const { code, err } = await accept(steps, undefined, "--dry-run");
    assert.deepEqual([code, err], [2, "Option --dry-run needs --data."]);
  });
});
