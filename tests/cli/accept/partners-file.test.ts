/** What somebody changed in the portal, written into a file with one row per partner: its value, and nothing else. */
import assert from "node:assert/strict";
import { parse } from "yaml";
import type { Change } from "../../../cli/accept/change";
import { readRows, sortChanges, write } from "../../../cli/accept/partners-file";

const domain = (domainName: string) => ({ type: "domainIdentitySource", domainName });
const tenant = (tenantId: string) => ({ type: "azureActiveDirectoryTenant", tenantId });
const fabrikam = "2b1d6f0a-7c55-4a0b-8f57-5d3a3e0c1f20";
const litware = "a41c7e90-3f6b-4c82-b1d5-08e9f7a6c3d2";

function acceptInto(text: string, ...changes: readonly Change[]): { text: string } | { reason: string | undefined } {
  const rows = readRows(text, "partners.yaml");
  const { taken, left } = sortChanges(rows, changes);
  return left[0] ? { reason: left[0].reason } : { text: write(rows, taken).text };
}

const file = `# Our partners

# The first.
adatum:   # by hand
  displayName:   A. Datum     # name
  description: 'Research
    partner'
  # A comment on the sources.
  identitySources:
    # Theirs.
    - type: domainIdentitySource
      domainName: Adatum.COM.   # as they write it
    # Their parent's.
    - { type: azureActiveDirectoryTenant, tenantId: ${fabrikam} }
    # The end.

# The second.
wingtip: { displayName: Wingtip, identitySources: [{ type: domainIdentitySource, domainName: wingtiptoys.com }] }

"365":
    displayName: >
      Three
      six five
    state: proposed
    identitySources:
    - type: domainIdentitySource
      domainName: a.example
    internalSponsors:
    - ${fabrikam}
    externalSponsors: []
`;

const adatum = [domain("adatum.com"), tenant(fabrikam)];
const change = (name: string, property: Change["property"], declared: unknown, found: unknown): Change => ({
  name,
  what: "",
  property,
  declared,
  found,
});

/** The file with some of its lines replaced. */
const instead = (lines: string, by: string) => {
  assert.ok(file.includes(lines), lines);
  return file.replace(lines, () => by);
};

describe("a change that is accepted into the file of partners", () => {
  const rows: readonly (readonly [what: string, change: Change, after: string])[] = [
    [
      "takes the place of a plain text, before its comment",
      change("adatum", "displayName", "A. Datum", "Adatum: new"),
      instead("A. Datum ", '"Adatum: new" '),
    ],
    [
      "takes the place of a text of two lines",
      change("adatum", "description", "Research partner", "It's typed"),
      instead("'Research\n    partner'", "It's typed"),
    ],
    [
      "takes the place of a block",
      change("365", "displayName", "Three six five", "365"),
      instead(">\n      Three\n      six five\n", '"365"\n'),
    ],
    ["may be empty", change("adatum", "description", "Research partner", ""), instead("'Research\n    partner'", '""')],
    [
      "comes as a new line after the property before it",
      change("365", "description", "", "typed"),
      instead("six five\n", "six five\n    description: typed\n"),
    ],
    [
      "comes into a row in braces, with the quotes that it needs there",
      change("wingtip", "description", "", "a, b"),
      instead("Wingtip,", 'Wingtip, description: "a, b",'),
    ],
    [
      "is a default that was declared otherwise",
      change("365", "state", "proposed", "configured"),
      instead("state: proposed", "state: configured"),
    ],
    [
      "comes after the sources that stay as they are written",
      change("adatum", "identitySources", adatum, [...adatum, tenant(litware)]),
      instead("    # The end.", `    - type: azureActiveDirectoryTenant\n      tenantId: ${litware}\n    # The end.`),
    ],
    [
      "takes a source, and no comment that may be on all of them",
      change("adatum", "identitySources", adatum, [tenant(fabrikam)]),
      instead("    - type: domainIdentitySource\n      domainName: Adatum.COM.   # as they write it\n", ""),
    ],
    [
      "exchanges a source in brackets",
      change("wingtip", "identitySources", [domain("wingtiptoys.com")], [tenant(litware)]),
      instead(
        "{ type: domainIdentitySource, domainName: wingtiptoys.com }",
        `{ type: azureActiveDirectoryTenant, tenantId: ${litware} }`,
      ),
    ],
    [
      "comes into an empty list",
      change("365", "externalSponsors", [], [litware]),
      instead("externalSponsors: []", `externalSponsors: [${litware}]`),
    ],
    [
      "empties a list",
      change("365", "internalSponsors", [fabrikam], []),
      instead(`internalSponsors:\n    - ${fabrikam}`, "internalSponsors: []"),
    ],
    [
      "is one that the row has already",
      change("adatum", "identitySources", [], [tenant(fabrikam), domain("adatum.com")]),
      file,
    ],
    [
      "takes a row that is gone, with its comment",
      change("wingtip", undefined, undefined, undefined),
      file.replace(/# The second.*\n.*\n\n/, ""),
    ],
    [
      "leaves the comment at the top, where the first row goes",
      change("adatum", undefined, undefined, undefined),
      file.replace(/# The first[\s\S]*The end\.\n\n/, ""),
    ],
  ];
  for (const [what, each, after] of rows) {
    it(what, () => {
      assert.deepEqual(acceptInto(file, each), { text: after });
      const windows = (text: string) => text.replaceAll("\n", "\r\n");
      assert.deepEqual(acceptInto(windows(file), each), { text: windows(after) });
    });
  }

  it("is the same text, whatever it holds", () => {
    for (const found of [
      "yes",
      "null",
      "1e3",
      "#",
      "- a",
      "a: b",
      "a #b",
      "a\nb",
      "'\"\\",
      "\u202e\u0000\u200b\u{e0001}",
      "a\u202eb",
      "a\u200bb",
      "a\u00a0b",
      "$${x}",
      "{a}",
      "@",
      "héllo 株式会社 👋",
      "!!x",
      "*a",
      "---",
    ]) {
      const accepted = acceptInto(file, change("wingtip", "description", "", found));
      assert.ok("text" in accepted, found);
      assert.equal(parse(accepted.text).wingtip.description, found);
      assert.doesNotMatch(accepted.text, /\p{Cf}|(?!\n)\p{Cc}/u);
    }
  });

  it("leaves a comment on the file, where all rows go", () => {
    assert.deepEqual(acceptInto("# Ours\na: {}\n", change("a", undefined, undefined, undefined)), { text: "# Ours\n" });
  });

  it("goes to a file without a line end, and to a property without a value", () => {
    const text = "a:\n  displayName: A\n  description:";
    const accepted = acceptInto(text, change("a", "description", "", "x"));
    assert.deepEqual(accepted, { text: "a:\n  displayName: A\n  description: x\n" });
  });
});

describe("several changes", () => {
  const three = ["a", "b", "c"].map((name) => `${name}:\n  displayName: ${name.toUpperCase()}\n`);
  const gone = (name: string) => change(name, undefined, undefined, undefined);
  const rows: readonly (readonly [what: string, text: string, changes: readonly Change[], after: string])[] = [
    [
      "come in the order of properties, into one row, too",
      three.join("\n"),
      [
        change("b", "description", "", "x"),
        change("b", "state", "configured", "proposed"),
        change("b", "displayName", "B", "D"),
        change("a", "state", "configured", "proposed"),
      ],
      `${three[0]}  state: proposed\n\nb:\n  displayName: D\n  description: x\n  state: proposed\n\n${three[2]}`,
    ],
    ["take the last rows with their empty lines", three.join("\n"), [gone("b"), gone("c")], `${three[0]}`],
    ["take rows in the middle", three.join(""), [gone("a"), gone("b")], `${three[2]}`],
    [
      "come where the next row is taken away",
      three.join(""),
      [gone("b"), change("a", "description", "", "x"), gone("c")],
      `${three[0]}  description: x\n`,
    ],
    ["take all rows", three.join("\n"), [gone("a"), gone("b"), gone("c")], ""],
  ];
  for (const [what, text, changes, after] of rows)
    it(what, () => {
      assert.deepEqual(acceptInto(text, ...changes), { text: after });
    });

  it("are taken beside one that is left", () => {
    const text = `x:\n  displayName: &x X\ny:\n  displayName: *x\n${three[0]}`;
    const rows = readRows(text, "partners.yaml");
    const { taken, left } = sortChanges(rows, [
      change("x", "displayName", "X", "Z"),
      change("a", "displayName", "A", "D"),
    ]);
    assert.deepEqual(
      left.map((one) => one.change.name),
      ["x"],
    );
    assert.equal(write(rows, taken).text, text.replace("displayName: A", "displayName: D"));
  });
});

describe("a change that is left to a person", () => {
  const unsafe = "This command cannot change a row that is written in this way.";
  const other = "The row does not have the value that the last up applied.";
  const rows: readonly (readonly [what: string, text: string, change: Change, reason: string])[] = [
    [
      "of a row that is to go and is not there",
      "a: {}\n",
      change("b", undefined, undefined, undefined),
      'The file has no row "b".',
    ],
    [
      "of a row that is not there",
      "a: {}\n",
      change("b", "state", "configured", "proposed"),
      'The file has no row "b".',
    ],
    ["of a value that was changed since the last up", file, change("adatum", "displayName", "Before", "After"), other],
    [
      "of a value that the program computes",
      "a:\n  domain: a.example\n",
      change("a", "identitySources", [domain("a.example")], [tenant(litware)]),
      other,
    ],
    [
      "of a value that the program adds, where its default was found",
      "a:\n  displayName: A\n",
      change("a", "description", "Partner", ""),
      other,
    ],
    [
      "of a value that another row refers to",
      "a:\n  displayName: &x A\nb:\n  displayName: *x\n",
      change("a", "displayName", "A", "B"),
      unsafe,
    ],
    ["of a row that is another one", "a: &a\n  displayName: A\nb: *a\n", change("b", "displayName", "A", "B"), unsafe],
    [
      "of a row that another one repeats",
      "a: &a\n  displayName: A\nb: *a\n",
      change("a", undefined, undefined, undefined),
      unsafe,
    ],
    [
      "of a list in brackets over several lines",
      `a:\n  internalSponsors: [\n    ${fabrikam} # x\n  ]\n`,
      change("a", "internalSponsors", [fabrikam], []),
      unsafe,
    ],
  ];
  for (const [what, text, each, reason] of rows)
    it(what, () => {
      assert.deepEqual(acceptInto(text, each), { reason });
    });
});
