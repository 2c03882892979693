/** The JSON schema with which editors check the partners' file of an example. */
import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { dirname, join } from "node:path";
import Ajv from "ajv";
import { parse } from "yaml";
import { kindNames } from "../../provider/organization/identity-source";
import { PARTNERS_SCHEMA, partnersSchema } from "../../tools/partners-schema";

describe("the schema of partners.yaml", () => {
  const text = readFileSync(PARTNERS_SCHEMA, "utf8");
  const validate = new Ajv({ allErrors: true }).compile(JSON.parse(text));
  const source = { type: "domainIdentitySource", domainName: "a.example" };
  const mistakesOf = (rows: unknown) =>
    validate(rows) ? [] : (validate.errors ?? []).map(({ instancePath }) => instancePath);

  it("says what the code says: `npm run docs` writes it", () => {
    assert.equal(text, partnersSchema());
  });

  it("passes the example's own file, which names it", () => {
    const file = readFileSync(join(dirname(PARTNERS_SCHEMA), "partners.yaml"), "utf8");
    assert.deepEqual(mistakesOf(parse(file)), []);
    assert.match(file, /^# yaml-language-server: \$schema=\.\/partners\.schema\.json\n/);
  });

  it("passes every kind of source", () => {
    const keys = {
      domainName: "a.example",
      tenantId: "t",
      cloudInstance: "microsoftonline.us",
      issuerUri: "i",
      socialIdentitySourceType: "facebook",
    };
    const { definitions } = JSON.parse(text);
    const sources = definitions.IdentitySource.oneOf.map(
      ({ required, properties }: { required: (keyof typeof keys)[]; properties: { type: { const: string } } }) => ({
        ...Object.fromEntries(required.map((name) => [name, keys[name]])),
        type: properties.type.const,
      }),
    );
    assert.deepEqual(
      sources.map(({ type }: { type: string }) => type),
      kindNames,
    );
    assert.deepEqual(mistakesOf({ a: { displayName: "A", state: "proposed", identitySources: sources } }), []);
  });

  const rows: readonly (readonly [what: string, row: object | null, path: string])[] = [
    ["an empty row", null, "/a"],
    ["a row without a source", { displayName: "A" }, "/a"],
    ["a misspelt property", { displayName: "A", identitySources: [source], descripton: "x" }, "/a"],
    ["another state", { displayName: "A", identitySources: [source], state: "active" }, "/a/state"],
    [
      "a source without its domain",
      { displayName: "A", identitySources: [{ type: source.type }] },
      "/a/identitySources/0",
    ],
    [
      "a cloud that Graph does not know",
      { displayName: "A", identitySources: [{ type: kindNames[2], tenantId: "t", cloudInstance: "usgovernment" }] },
      "/a/identitySources/0/cloudInstance",
    ],
  ];
  for (const [what, row, path] of rows)
    it(`refuses ${what}`, () => {
      assert.ok(mistakesOf({ a: row }).includes(path));
    });
});
