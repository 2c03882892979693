/** The exported program: it has the same values, it is formatted, and no name in it is read as code. */
import assert from "node:assert/strict";
import { mkdirSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import fc from "fast-check";
import ts from "typescript";
import type { Exported, LeftOut } from "../../../cli/export/estate";
import { comment, literal } from "../../../cli/export/literal";
import { type Files, filePerOrganization, oneFile } from "../../../cli/export/program";
import { yamlProgram } from "../../../cli/export/yaml-program";
import { temporaryFolder } from "../../../harness/project/temporary-folder";
import { ROOT } from "../../../harness/root";
import { runProcess } from "../../../harness/run-process";
import { normalizeSource, type Source } from "../../../provider/organization/identity-source";
import { sources } from "../../support/arbitraries";
import { evaluate, evaluateYaml } from "./evaluate";
import { oddNames } from "./odd-names";

const tenant = { type: "azureActiveDirectoryTenant", tenantId: "2b1d6f0a-7c55-4a0b-8f57-5d3a3e0c1f20" };
const adatum = { type: "domainIdentitySource", domainName: "adatum.com" };
const member = "0d5c8e1a-4b7f-4f29-9a36-2c1e5d8b7f60";
const other = "1f6d9b2c-5a80-4e3b-8c47-3d2f6e9a8b71";

interface Values {
  readonly [property: string]: unknown;
  readonly identitySources: readonly Source[];
}

function exportedAs(name: string, inputs: Values, tenantName?: string): Exported {
  const withDefaults = { description: "", state: "configured", adoptExisting: false, ...inputs };
  const resolvedIdentitySources = inputs.identitySources.map((source) =>
    tenantName === undefined ? source : { ...source, displayName: tenantName },
  );
  return { name, id: member, inputs: withDefaults, outputs: { ...withDefaults, resolvedIdentitySources } };
}

/** What the program must declare: everything but the defaults. */
function argsOf({ inputs }: Exported): object {
  const defaults: Readonly<Record<string, unknown>> = { description: "", state: "configured", adoptExisting: false };
  return Object.fromEntries(Object.entries(inputs).filter(([key, value]) => value !== defaults[key]));
}

const example = [
  exportedAs("adatum", { displayName: "A. Datum", description: 'The "first" one', identitySources: [adatum] }),
  exportedAs("class", { displayName: "class", state: "proposed", identitySources: [tenant] }, "Fabrikam Inc"),
  exportedAs("wingtip-toys", {
    displayName: "Wingtip 'Toys'",
    identitySources: [adatum, tenant],
    internalSponsors: [member, other],
    externalSponsors: [],
  }),
];
const leftOut: LeftOut = { id: other, displayName: "Odd\n*/ one", reason: "Unknown kind." };

const text = `import { ConnectedOrganization } from "pulumi-connectedorgs";

new ConnectedOrganization("adatum", {
  displayName: "A. Datum",
  description: 'The "first" one',
  identitySources: [{ type: "domainIdentitySource", domainName: "adatum.com" }],
});

new ConnectedOrganization("class", {
  displayName: "class",
  state: "proposed",
  identitySources: [
    // Tenant: Fabrikam Inc
    { type: "azureActiveDirectoryTenant", tenantId: "2b1d6f0a-7c55-4a0b-8f57-5d3a3e0c1f20" },
  ],
});

new ConnectedOrganization("wingtip-toys", {
  displayName: "Wingtip 'Toys'",
  identitySources: [
    { type: "domainIdentitySource", domainName: "adatum.com" },
    { type: "azureActiveDirectoryTenant", tenantId: "2b1d6f0a-7c55-4a0b-8f57-5d3a3e0c1f20" },
  ],
  internalSponsors: ["0d5c8e1a-4b7f-4f29-9a36-2c1e5d8b7f60", "1f6d9b2c-5a80-4e3b-8c47-3d2f6e9a8b71"],
  externalSponsors: [],
});

// Left out: Odd */ one (1f6d9b2c-5a80-4e3b-8c47-3d2f6e9a8b71): Unknown kind.
`;

const dynamic = "pulumi-connectedorgs";

const yamlText = `runtime: yaml
resources:
  adatum:
    type: connectedorgs:ConnectedOrganization
    properties:
      displayName: "A. Datum"
      description: "The \\"first\\" one"
      identitySources:
        - type: domainIdentitySource
          domainName: "adatum.com"
  class:
    type: connectedorgs:ConnectedOrganization
    properties:
      displayName: "class"
      state: proposed
      identitySources:
        # Tenant: Fabrikam Inc
        - type: azureActiveDirectoryTenant
          tenantId: "2b1d6f0a-7c55-4a0b-8f57-5d3a3e0c1f20"
  wingtip-toys:
    type: connectedorgs:ConnectedOrganization
    properties:
      displayName: "Wingtip 'Toys'"
      identitySources:
        - type: domainIdentitySource
          domainName: "adatum.com"
        - type: azureActiveDirectoryTenant
          tenantId: "2b1d6f0a-7c55-4a0b-8f57-5d3a3e0c1f20"
      internalSponsors:
        - "0d5c8e1a-4b7f-4f29-9a36-2c1e5d8b7f60"
        - "1f6d9b2c-5a80-4e3b-8c47-3d2f6e9a8b71"
      externalSponsors: []
# Left out: Odd */ one (1f6d9b2c-5a80-4e3b-8c47-3d2f6e9a8b71): Unknown kind.
`;

const anyText = fc.oneof(fc.string({ unit: "binary" }), fc.string({ unit: "grapheme" }), fc.constantFrom(...oddNames));

const exported = fc
  .record({
    displayName: anyText.filter((name) => name !== ""),
    description: anyText,
    state: fc.constantFrom("configured", "proposed"),
    identitySources: sources.map((all) =>
      all.map(({ displayName: _, ...source }) => normalizeSource(source as Source)),
    ),
    sponsors: fc.constantFrom({}, { internalSponsors: [], externalSponsors: [member, other, member, other] }),
    tenantName: fc.option(anyText, { nil: undefined }),
  })
  .map(({ sponsors, tenantName, ...inputs }) => ({ ...exportedAs("odd", { ...inputs, ...sponsors }, tenantName) }));

describe("the exported program", () => {
  it("declares what differs from the defaults, with tenants' names as comments", () => {
    assert.deepEqual(oneFile(example, [leftOut], dynamic), { "index.ts": text });
  });

  it("is the same in YAML, in whose project file it stands", () => {
    assert.deepEqual(yamlProgram(["runtime: yaml"], example, [leftOut]), { "Pulumi.yaml": yamlText });
  });

  it("keeps names in YAML that are no plain text there", () => {
    const names = ["true", "9to5", "365", "1e3", "pulumi"];
    const named = names.map((name) => exportedAs(name, { displayName: name, identitySources: [adatum] }));
    const found = evaluateYaml(yamlProgram([], named, []));
    assert.deepEqual(
      found.map(([name]) => name),
      names,
    );
  });

  it("can be one module per organization, which index.ts loads", () => {
    const files = filePerOrganization(example.slice(0, 2), [leftOut], dynamic);
    assert.equal(
      files["index.ts"],
      `import "./organizations/adatum";
import "./organizations/class";

// Left out: Odd */ one (1f6d9b2c-5a80-4e3b-8c47-3d2f6e9a8b71): Unknown kind.
`,
    );
    assert.deepEqual(Object.keys(files), ["index.ts", "organizations/adatum.ts", "organizations/class.ts"]);
    assert.equal(
      files["organizations/adatum.ts"],
      text.split("\n\nnew ConnectedOrganization")[0] +
        `

export const adatum = new ConnectedOrganization("adatum", {
  displayName: "A. Datum",
  description: 'The "first" one',
  identitySources: [{ type: "domainIdentitySource", domainName: "adatum.com" }],
});
`,
    );
    assert.match(files["organizations/class.ts"] ?? "", /^export const _class = new ConnectedOrganization\("class", /m);
  });

  it("has the same values when it runs, whatever the names are, and does nothing else", () => {
    const property = fc.property(fc.array(exported, { minLength: 1, maxLength: 8 }), (organizations) => {
      const named = organizations.map((organization, index) => ({ ...organization, name: `odd-${index}` }));
      const strange = named.map(({ inputs }) => ({ ...leftOut, displayName: String(inputs["displayName"]) }));
      const declared = [
        evaluate(oneFile(named, strange, dynamic)),
        evaluate(filePerOrganization(named, strange, dynamic)),
        evaluateYaml(yamlProgram(["runtime: yaml"], named, strange)),
      ];
      const expected = named.map((organization) => [organization.name, argsOf(organization)]);
      assert.deepEqual(declared, [expected, expected, expected]);
    });
    fc.assert(property, { numRuns: 20 });
  });

  it("is already formatted and passes a linter, whatever the names are", async () => {
    const folder = temporaryFolder("formatted");
    const odd = oddNames.map((displayName, index) =>
      exportedAs(
        `a-name-that-is-rather-long-number-${index}${"y".repeat(index % 9)}`,
        {
          displayName,
          description: displayName.repeat(1 + (index % 4)),
          state: "proposed",
          identitySources: [
            {
              type: "externalDomainFederation",
              domainName: "a.example",
              issuerUri: `https://x/${"y".repeat(index * 4)}`,
            },
            ...(index % 2 ? [tenant] : []),
          ],
          internalSponsors: Array.from({ length: index % 4 }, () => member),
        },
        index % 3 ? displayName : undefined,
      ),
    );
    write(folder, { ...oneFile([...example, ...odd], [leftOut], dynamic), "biome.json": biomeSettings });
    const modules = filePerOrganization([...example, ...odd], [leftOut], dynamic);
    write(join(folder, "modules"), modules);
    const biome = join(ROOT, "node_modules", ".bin", "biome");
    const args = ["check", "--error-on-warnings", "--colors=off", "."];
    const { exitCode, output } = await runProcess(biome, args, { cwd: folder, timeoutMs: 50_000 });
    assert.equal(exitCode, 0, output);
  });
});

const biomeSettings = `{ "root": true, "formatter": { "indentStyle": "space", "indentWidth": 2, "lineWidth": 120 } }\n`;

function write(folder: string, files: Files): void {
  for (const [path, content] of Object.entries(files)) {
    mkdirSync(dirname(join(folder, path)), { recursive: true });
    writeFileSync(join(folder, path), content);
  }
}

describe("text inside the program", () => {
  it("as a literal has the same value, in visible characters on one line", () => {
    fc.assert(
      fc.property(anyText, (value) => {
        const written = literal(value);
        const source = ts.createSourceFile("text.ts", written, ts.ScriptTarget.ES2022);
        const [statement] = source.statements;
        assert.ok(
          statement && ts.isExpressionStatement(statement) && ts.isStringLiteral(statement.expression),
          written,
        );
        assert.equal(statement.expression.text, value);
        assert.doesNotMatch(written.replace(/[ \u200c\u200d]/g, ""), /[\p{Cc}\p{Cf}\p{Cs}\p{Z}]/u);
      }),
      { numRuns: 1000 },
    );
  });

  it("as a comment stays on one line, and is no instruction to a tool", () => {
    fc.assert(
      fc.property(
        fc.oneof(anyText, fc.constantFrom("@ts-ignore", "biome-ignore lint: x", "# sourceMappingURL=x")),
        (value) => {
          const line = comment("Tenant", value, "//");
          assert.match(line, /^\/\/ Tenant: [^\p{Cc}\p{Cf}\p{Zl}\p{Zp}]*$/u);
        },
      ),
      { numRuns: 1000 },
    );
  });
});
