/** `connectedorgs drift-report`: the engine's JSON as Markdown, and nothing in it that acts. */
import assert from "node:assert/strict";
import { drifted, looked, report, stack, type, type Values } from "./report";

const pluginType = "connectedorgs:index:ConnectedOrganization";

/** The table's rows. */
async function rows(...steps: Values[]): Promise<string[]> {
  return (await report({ steps: [looked, ...steps] }))
    .split("\n")
    .filter((line) => /^\| (?!organization|---)/.test(line));
}

describe("the drift report", () => {
  it("names each property with its declared and its actual value", async () => {
    const declared = { displayName: "Wingtip", description: "", state: "configured" };
    const text = await report({ steps: [looked, drifted(declared, { description: "typed", state: "proposed" })] });
    assert.equal(
      text,
      `## Drift in stack prod: 1 resource is not as declared

| organization | property | declared | found |
| --- | --- | --- | --- |
| Wingtip (wingtip) | description | *empty* | typed |
| Wingtip (wingtip) | state | configured | proposed |

\`pulumi up --refresh\` restores what is declared. To keep what was found, declare it with \`connectedorgs accept\`.`,
    );
  });

  it("reports no drift, and how many resources were checked", async () => {
    const step = { ...drifted({}, {}), op: "refresh" };
    assert.equal(await report({ steps: [looked, step] }), "## No drift in stack prod\n\n1 resource checked.");
  });

  it("takes a stack that holds nothing for one without drift", async () => {
    assert.equal(await report({ duration: 258298 }), "## No drift\n\n0 resources checked.");
    const failed = { duration: 258298, diagnostics: [{ message: "error: locked", severity: "error" }] };
    assert.equal(await report(failed), "## Drift could not be determined\n\n- locked");
  });

  it("shows only what two lists do not share", async () => {
    const source = (tenantId: string) => ({ type: "azureActiveDirectoryTenant", tenantId });
    const declared = { displayName: "W", identitySources: [source("a"), source("b")], internalSponsors: ["u"] };
    const found = { identitySources: [source("a"), source("c")], internalSponsors: [] };
    assert.deepEqual(await rows(drifted(declared, found)), [
      "| W (wingtip) | identitySources | type: azureActiveDirectoryTenant, tenantId: b<br>*1 on both sides* | type: azureActiveDirectoryTenant, tenantId: c<br>*1 on both sides* |",
      "| W (wingtip) | internalSponsors | u | *none* |",
    ]);
  });

  it("takes members for equal whatever the order of their properties", async () => {
    const declared = [{ type: "a", more: [{ b: 1, c: null }] }, { type: "1" }];
    const found = [{ more: [{ c: null, b: 1 }], type: "a" }, { type: 1 }];
    assert.deepEqual(await rows(drifted({ displayName: "W", list: declared }, { list: found })), [
      "| W (wingtip) | list | type: 1<br>*1 on both sides* | type: 1<br>*1 on both sides* |",
    ]);
  });

  it("compares lists of many members within the test's limit, where each with each would take hours", async () => {
    const members = (from: number) => Array.from({ length: 200_000 }, (_, index) => `member ${from + index}`);
    const row = { displayName: "W", internalSponsors: members(0) };
    assert.deepEqual(await rows(drifted(row, { internalSponsors: members(199_999) })), [
      "| *and 1 more difference* | | | |",
    ]);
  });

  it("reports a deleted organization, one of the plugin, and a resource of another kind", async () => {
    const gone = { ...drifted({ displayName: "Gone" }, {}), op: "delete", newState: undefined };
    const group = { ...drifted({ title: "a" }, { title: "b" }), urn: `${stack}azuread:index/group:Group::team` };
    const plugin = drifted({ displayName: "W", state: "configured" }, { state: "proposed" }, {}, pluginType);
    assert.deepEqual(await rows(gone, plugin, group), [
      "| Gone (wingtip) |  | *exists* | *deleted* |",
      "| W (wingtip) | state | configured | proposed |",
      "| azuread:index/group:Group (team) | title | a | b |",
    ]);
  });

  it("compares the outputs if the engine names no property", async () => {
    const before = { displayName: "W", __schemaVersion: 1, modifiedDateTime: "1" };
    const after = { displayName: "W", __schemaVersion: 2, modifiedDateTime: "2" };
    assert.deepEqual(await rows(drifted(before, after, { diffReasons: undefined })), [
      "| W (wingtip) | modifiedDateTime | 1 | 2 |",
    ]);
  });

  it("never shows a secret or its actual value", async () => {
    const found = { description: "the secret itself", identitySources: [{ domainName: "the secret itself" }] };
    const declared = { displayName: "W", description: "[secret]", identitySources: [{ domainName: "[secret]" }] };
    const text = await report({ steps: [drifted(declared, found)], config: { password: "the secret itself" } });
    assert.doesNotMatch(text, /the secret itself/);
    assert.match(text, /\| W \(wingtip\) \| description \| &#x5B;secret&#x5D; \| &#x5B;secret&#x5D; \|/);
  });

  for (const [title, found, shown] of [
    ["end a cell or a row", "a | b\n| c |", "a &#x7C; b⟨U+000A⟩&#x7C; c &#x7C;"],
    ["be HTML", "<img src=x onerror=y>", "&#x3C;img src=x onerror=y&#x3E;"],
    [
      "be Markdown",
      "**b** [l](u) `c` _i_ ~s~ \\",
      "&#x2A;&#x2A;b&#x2A;&#x2A; &#x5B;l&#x5D;&#x28;u&#x29; &#x60;c&#x60; &#x5F;i&#x5F; &#x7E;s&#x7E; &#x5C;",
    ],
    [
      "become a link by themselves",
      "https://a.example WWW.a.example eve@a.example",
      "https:&#x200B;//a.example WWW&#x200B;.a.example eve@&#x200B;a.example",
    ],
    [
      "call people, or name an issue or a change",
      "@team/all @me a/b#1 #23 !4 GH-5 gh-6",
      "@&#x200B;team/all @&#x200B;me a/b&#x23;&#x200B;1 &#x23;&#x200B;23 &#x21;&#x200B;4 GH-&#x200B;5 gh-&#x200B;6",
    ],
    [
      "name a commit",
      "1a2b3c4 (0123456789abcdef0123456789ABCDEF01234567) 1a2b3c",
      "1a2b3c&#x200B;4 &#x28;012345&#x200B;6789ab&#x200B;cdef01&#x200B;234567&#x200B;89ABCD&#x200B;EF0123&#x200B;4567&#x29; 1a2b3c",
    ],
    [
      "be a command of a pipeline",
      "##vso[task.complete]\r::error::x",
      "&#x23;&#x23;vso&#x5B;task.complete&#x5D;⟨U+000D⟩::error::x",
    ],
    ["reverse the text or hide in it", "a\u202eb\u200bc\u2028d", "a⟨U+202E⟩b⟨U+200B⟩c⟨U+2028⟩d"],
    ["pretend to be an entity", "&lt;b&gt;", "&#x26;lt;b&#x26;gt;"],
    ["be longer than a person reads", "x".repeat(1000), `${"x".repeat(300)}…`],
  ] as const) {
    it(`lets no text of the service ${title}`, async () => {
      assert.deepEqual(await rows(drifted({ displayName: "W" }, { description: found })), [
        `| W (wingtip) | description | *none* | ${shown} |`,
      ]);
    });
  }

  it("leaves names in every script readable, and ids as they are, to be copied", async () => {
    const found = { displayName: "株式会社 שלום é", tenantId: "8d2f6b93-4a1c-4e75-b0d8-5c9e7f1a3b62" };
    assert.deepEqual(await rows(drifted({ displayName: "Ünïcode" }, found)), [
      "| Ünïcode (wingtip) | displayName | Ünïcode | 株式会社 שלום é |",
      `| Ünïcode (wingtip) | tenantId | *none* | ${found.tenantId} |`,
    ]);
  });

  it("stays within GitHub's limit, and says how much it left out", async () => {
    const text = await report({ steps: Array(9000).fill(drifted({ displayName: "W" }, { state: "<".repeat(100) })) });
    assert.ok(Buffer.byteLength(text) < 1024 * 1024);
    const shown = text.split("\n").filter((line) => line.includes("| state |")).length;
    assert.match(text, new RegExp(`\\| \\*and ${9000 - shown} more differences\\* \\|`));
  });

  it("lists each reason once if the engine failed, and the drift found so far", async () => {
    const message = "error: Preview failed: reading <b>: Graph answered 403\n";
    const diagnostics = [
      ...[message, message, "error: preview failed\n"].map((text) => ({ message: text, severity: "error" })),
      { message: "only told", severity: "info#err" },
    ];
    const text = await report({ steps: [looked, drifted({ displayName: "W" }, { state: "proposed" })], diagnostics });
    assert.equal(
      text,
      `## Drift could not be determined in stack prod

- reading &#x3C;b&#x3E;: Graph answered 403

| organization | property | declared | found |
| --- | --- | --- | --- |
| W (wingtip) | state | *none* | proposed |`,
    );
  });

  it("says once what stops many organizations, and names three of them", async () => {
    const diagnostics = Array.from({ length: 5 }, (_, index) => ({
      message: `error: Preview failed: reading connected organization "A (${index})" (id-${index}): Graph answered 403 (request-id ${index}, date Tue, ${index}). Grant it.\n`,
      severity: "error",
    }));
    const other = { message: 'error: reading connected organization "B": Graph answered 503.', severity: "error" };
    const refresh = { steps: [looked], diagnostics: [...diagnostics, other] };
    const names = [0, 1, 2].map((index) => `reading connected organization "A (${index})" (id-${index})`);
    const [heading, first, ...reasons] = (await report(refresh, "--format", "text")).split("\n\n");
    assert.equal(heading, "Drift could not be determined in stack prod");
    assert.equal(
      first,
      [
        "Graph answered 403 (request-id 0, date Tue, 0). Grant it.",
        ...names.map((name) => `  ${name}`),
        "  and 2 more",
      ].join("\n"),
    );
    assert.deepEqual(reasons, ['Graph answered 503.\n  reading connected organization "B"']);
    const lines = (await report(refresh)).split("\n").filter((line) => /^ *- /.test(line));
    assert.deepEqual([lines.length, lines[4]], [7, "  - *and 2 more*"]);
  });

  it("is plain lines of 80 columns for a log, if asked for", async () => {
    const declared = { displayName: "Wingtip", description: "", state: "configured", internalSponsors: ["a", "b"] };
    const found = { description: `${"long ".repeat(20)}\u001b[2J`, state: undefined, internalSponsors: ["b", "c"] };
    const gone = { ...drifted({ displayName: "Gone" }, {}), urn: `${stack}${type}::gone`, op: "delete" };
    assert.equal(
      await report({ steps: [drifted(declared, found), gone] }, "--format", "text"),
      `Drift in stack prod: 2 resources are not as declared (declared => found)

Wingtip (wingtip)
  description: "" => "long long long long long long long long long long long
    long long long long long long long long long \\u001b[2J"
  state: "configured" => none
  internalSponsors:
    - "a"
    + "c"
    (1 on both sides)

Gone (gone)
  deleted

"pulumi up --refresh" restores what is declared. To keep what was found, declare
it with "connectedorgs accept".`,
    );
    assert.equal(
      await report({ steps: [looked] }, "--format", "text"),
      "No drift in stack prod\n\n0 resources checked.",
    );
  });

  it("lists no more than ten failures", async () => {
    const diagnostics = Array.from({ length: 300 }, (_, index) => ({ message: `failure ${index}`, severity: "error" }));
    const text = await report({ steps: [looked], diagnostics });
    assert.match(text, /^- failure 9\n- \*and 290 more failures\*$/m);
  });

  for (const [what, encoding] of [
    ["UTF-8 with a mark", "utf8"],
    ["UTF-16, as Windows PowerShell writes with >", "utf16le"],
  ] as const)
    it(`reads ${what}`, async () => {
      const refresh = Buffer.from(`\uFEFF${JSON.stringify({ steps: [looked] })}`, encoding);
      assert.equal(await report(refresh), "## No drift in stack prod\n\n0 resources checked.");
    });

  for (const refresh of [
    { steps: [{}] },
    { steps: [null] },
    { steps: [{ ...looked, op: 1 }] },
    { steps: [{ ...drifted({}, {}), diffReasons: null }] },
    { steps: [], diagnostics: {} },
    { steps: [], diagnostics: [{ severity: "error" }] },
  ])
    it(`says that ${JSON.stringify(refresh)} is not what the engine prints`, async () => {
      assert.equal(
        await report(refresh),
        "## Drift could not be determined\n\n- This is not the output of pulumi refresh --preview-only --json. Use the file as the engine wrote it.",
      );
    });

  for (const text of ["", "{}", "[]", '{"steps": 1}', "error: no stack\n"]) {
    it(`says that drift is unknown if the engine printed ${JSON.stringify(text)}`, async () => {
      assert.equal(
        await report(text),
        "## Drift could not be determined\n\n- The engine ended without a result; the log has its message.",
      );
    });
  }
});
