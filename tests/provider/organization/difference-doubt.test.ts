import assert from "node:assert/strict";
import fc from "fast-check";
import { check } from "../../../provider/organization/check";
import { compare, type Difference } from "../../../provider/organization/difference";
import { type Source, sourceKey } from "../../../provider/organization/identity-source";
import type { Values } from "../../../provider/organization/recorded";
import { unknownValue } from "../../../provider/organization/unknown";
import { anyInputs, lookUp } from "../../support/arbitraries";

const tenantId = "2b1d6f0a-7c55-4a0b-8f57-5d3a3e0c1f20";
const domain: Source = { type: "domainIdentitySource", domainName: "contoso.com" };
const tenant: Source = { type: "azureActiveDirectoryTenant", tenantId };
const otherTenant: Source = { ...tenant, tenantId: "9d0f4c11-20ae-4e5b-9d21-6c3f52ab7780" };
const federation: Source = { type: "externalDomainFederation", domainName: "contoso.org", issuerUri: "urn:contoso" };
const wallet: Source = { type: "walletIdentitySource", wallet: "a" };

const none: Difference = { changes: false };
const inPlace: Difference = {};
const replacement: Difference = { replaces: ["identitySources"], deleteBeforeReplace: true };

/** The state of an organization that declares and stores these, and what each domain was recorded as. */
function state(declared: Source, stored: readonly Source[], resolutions: Values = {}): Values {
  return {
    displayName: "Contoso",
    description: "",
    state: "configured",
    identitySources: [declared],
    resolvedIdentitySources: stored,
    __resolutions: resolutions,
  };
}

async function difference(outputs: Values, ...identitySources: unknown[]): Promise<Difference & { asked: string[] }> {
  const { inputs, failures } = check({}, { displayName: "Contoso", identitySources });
  assert.deepEqual(failures, []);
  const { find, asked } = lookUp();
  return { ...(await compare(outputs, inputs, find)), asked };
}

const asTenant = state(domain, [tenant], { [sourceKey(domain)]: sourceKey(tenant) });

describe("a source's name that is not known yet", () => {
  it("is no doubt about whose organization it is", async () => {
    const named = { ...domain, displayName: unknownValue };
    assert.deepEqual(await difference(asTenant, named), { ...none, asked: [] });
    assert.deepEqual(await difference(asTenant, { ...tenant, displayName: unknownValue }), { ...none, asked: [] });
    assert.deepEqual(await difference(asTenant, named, otherTenant), {
      ...inPlace,
      asked: [],
    });
  });

  it("leaves a source whose own value is not known either unknown", async () => {
    const open = { ...domain, domainName: unknownValue, displayName: unknownValue };
    assert.deepEqual(await difference(asTenant, open), { ...replacement, asked: [] });
  });
});

describe("a declared domain without a record", () => {
  it("is not looked up where only another domain's federation is stored", async () => {
    const stored = state(federation, [federation]);
    assert.deepEqual(await difference(stored, domain), { ...replacement, asked: [] });
  });

  it("is looked up where a tenant is stored beside the federation", async () => {
    const stored = state(federation, [federation, tenant]);
    assert.deepEqual(await difference(stored, domain), { ...replacement, asked: ["contoso.com"] });
  });

  it("is in doubt and never a replacement where a kind not known yet is stored, and nobody is asked", async () => {
    assert.deepEqual(await difference(state(domain, [wallet]), domain), { ...inPlace, asked: [] });
    assert.deepEqual(await difference(state(domain, [wallet, federation]), domain), { ...inPlace, asked: [] });
  });

  it("stays in doubt where a look-up finds no tenant of the domain, but a kind not known yet is stored", async () => {
    const stored = state(tenant, [tenant, wallet]);
    assert.deepEqual(await difference(stored, domain), { ...inPlace, asked: ["contoso.com"] });
  });
});

describe("a domain that was declared before, whatever it was recorded as", () => {
  it("replaces nothing where another domain's federation is stored", async () => {
    const untyped: Source = { type: "unknown", domainName: "contoso.org", issuerUri: "urn:contoso" };
    const exchanged = state(federation, [federation], { [sourceKey(domain)]: sourceKey(untyped) });
    assert.deepEqual(await difference({ ...exchanged, __formerSources: [domain] }, domain), { ...inPlace, asked: [] });
  });
});

describe("a declared domain where a tenant of another cloud is stored", () => {
  const abroad = { ...tenant, type: "crossCloudAzureActiveDirectoryTenant", cloudInstance: "microsoftonline.us" };
  const asked = ["contoso.com"];

  it("is in doubt while our cloud knows no tenant of it, which says nothing about another cloud", async () => {
    assert.deepEqual(await difference(state(abroad, [abroad]), domain), { ...inPlace, asked });
    assert.deepEqual(await difference(state(abroad, [abroad, tenant]), domain), { ...inPlace, asked });
  });

  it("is another organization where our cloud knows that it belongs to another tenant", async () => {
    const { inputs } = check({}, { displayName: "Contoso", identitySources: [domain] });
    const { find } = lookUp({ "contoso.com": { tenantId: "9d0f4c11-20ae-4e5b-9d21-6c3f52ab7780" } });
    assert.deepEqual(await compare(state(abroad, [abroad]), inputs, find), replacement);
  });
});

describe("a comparison", () => {
  it("of any state with any declaration that passed its check returns, whatever is stored", async () => {
    const anyJson = fc.jsonValue().map((value): unknown => JSON.parse(JSON.stringify(value)));
    const stored = fc.oneof(
      fc.array(fc.oneof(anyJson, fc.constantFrom(domain, tenant, federation, wallet)), { maxLength: 3 }),
      anyJson,
    );
    const outputs = fc.record({ resolvedIdentitySources: stored, __resolutions: anyJson, __unfinished: anyJson });
    await fc.assert(
      fc.asyncProperty(anyInputs, outputs, anyInputs, async (olds, more, news) => {
        const { inputs } = check(olds, news);
        const answer = await compare({ ...olds, ...more }, inputs, lookUp().find);
        const answers = [none, inPlace, replacement, { changes: true, ...replacement }];
        assert.ok(answers.some((known) => JSON.stringify(known) === JSON.stringify(answer)));
      }),
      { numRuns: 500 },
    );
  });
});
