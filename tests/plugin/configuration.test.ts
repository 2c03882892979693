import assert from "node:assert/strict";
import { checkConfiguration, compareConfiguration, configOf, isExplicit } from "../../plugin/configuration";
import { pack, unpack } from "../../plugin/message";
import type { Values } from "../../provider/organization/recorded";
import { unknownValue } from "../../provider/organization/unknown";

const urn = (name: string) => `urn:pulumi:dev::project::pulumi:providers:connectedorgs::${name}`;
const app = { tenantId: "5e8a1c34-92b7-4d0f-a6c3-7b9e0d1f2a48", clientId: "2b1d6f0a-7c55-4a0b-8f57-5d3a3e0c1f20" };
const hidden = "secret-that-must-not-be-seen";

function reasons(news: Values, name = "default"): string[] {
  const failures = checkConfiguration(urn(name), pack(news)).toObject().failuresList;
  assert.deepEqual(
    failures.filter(({ property }) => property !== ""),
    [],
  );
  assert.ok(failures.every(({ reason }) => !reason.includes(hidden)));
  return failures.map(({ reason }) => reason);
}

describe("the plugin's configuration", () => {
  const good: [title: string, news: Values][] = [
    ["nothing at all", {}],
    ["a whole credential", { ...app, clientSecret: hidden }],
    ["numbers and truth values", { timeoutSeconds: 60, previewChecks: true }],
    ["the same as texts", { timeoutSeconds: "60", previewChecks: "true" }],
    ["what is not known yet", { ...app, clientSecret: unknownValue, timeoutSeconds: unknownValue }],
    ["what the engine adds", { version: "0.1.0", pluginDownloadURL: "https://example.com", __internal: {} }],
    ["an empty value, which says nothing in a stack's configuration", { tenantId: " ", clientSecret: "" }],
  ];
  for (const [title, news] of good) {
    it(`may hold ${title}`, () => assert.deepEqual(reasons(news), []));
  }

  const wrong: [title: string, news: Values, reason: RegExp][] = [
    [
      "a misspelt name, without its value",
      { clientSecrt: hidden },
      /^Unknown argument "clientSecrt"\. Did you mean clientSecret\?$/,
    ],
    ["a wrong value", { timeoutSeconds: "soon" }, /^The setting timeoutSeconds must be a number of seconds/],
    [
      "a half-filled credential",
      { clientSecret: hidden },
      /^The setting clientSecret is given, but tenantId is missing/,
    ],
    ["an empty identity", { tenantId: " " }, /tenantId.* empty/],
  ];
  for (const [title, news, reason] of wrong) {
    it(`is refused for ${title}`, () => {
      const [only = "", ...others] = reasons(news, "partner");
      assert.match(only, reason);
      assert.deepEqual(others, []);
    });
  }

  it("calls what is misspelt in a stack's configuration a setting", () => {
    assert.deepEqual(reasons({ tenantID: "x", timeoutSeconds: "soon" }), [
      'Unknown setting "tenantID". Did you mean tenantId?',
    ]);
  });

  it("makes secret what must not stand in clear in a state, beside what is marked", () => {
    const news = pack({ ...app, clientSecret: hidden, apiVersion: "beta" }, ["apiVersion"]);
    const { values, secrets } = unpack(checkConfiguration(urn("partner"), news).getInputs());
    assert.deepEqual(
      [values, secrets.toSorted()],
      [{ ...app, clientSecret: hidden, apiVersion: "beta" }, ["apiVersion", "clientSecret"]],
    );
  });

  it("is that of an explicit provider unless the engine made it", () => {
    const names = ["default", "default_0_1_0", "default_0_1_0_https_//example.com", "partner", "default-tenant"];
    assert.deepEqual(
      names.map((name) => isExplicit(urn(name))),
      [false, false, false, true, true],
    );
    assert.deepEqual(
      [undefined, ""].map((none) => isExplicit(none)),
      [false, false],
    );
  });

  it("answers by the keys of the stack's configuration, as text", () => {
    const config = configOf({ timeoutSeconds: 60, useMsi: true, clientId: null }, true);
    const keys = ["timeoutSeconds", "useMsi", "clientId", "explicit"].map((name) => `connectedorgs:${name}`);
    assert.deepEqual([...keys, "azuread:timeoutSeconds"].map(config), ["60", "true", undefined, "true", undefined]);
  });

  it("names what changed, and never replaces a provider", () => {
    const compare = (olds: Values, news: Values) => {
      const { changes, diffsList, replacesList } = compareConfiguration(pack(olds), pack(news)).toObject();
      assert.deepEqual(replacesList, []);
      return [changes, diffsList];
    };
    assert.deepEqual(compare(app, { ...app }), [1, []]);
    assert.deepEqual(compare({ ...app, useMsi: true }, { ...app, tenantId: "other" }), [2, ["tenantId", "useMsi"]]);
  });
});
