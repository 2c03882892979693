/** Anything in place of settings, arguments, state and sources: refused in one printable line, or taken; never more. */
import assert from "node:assert/strict";
import fc from "fast-check";
import { UserError } from "../../provider/errors";
import { check } from "../../provider/organization/check";
import { compare } from "../../provider/organization/difference";
import type { TenantAnswer } from "../../provider/organization/identity";
import { describeSource, sourceFromGraph, sourceKey, sourceToGraph } from "../../provider/organization/identity-source";
import { organizationFromGraph } from "../../provider/organization/organization";
import { declaredOf, recordedOf } from "../../provider/organization/recorded";
import { containsUnknown } from "../../provider/organization/unknown";
import { settingNames } from "../../provider/settings/setting-value";
import { readSettings } from "../../provider/settings/settings";
import { runs } from "../support/sample";
import { anything, nastyText, organizationLike, sourceLike } from "./garbage";

function printable(text: string, limit: number): void {
  assert.doesNotMatch(text, /[\p{Cc}\p{Cf}\u2028\u2029]/u);
  assert.ok(text.length <= limit, `${text.length} characters`);
}

/** Short printable failures of a check. */
function checked(...[olds, news]: Parameters<typeof check>) {
  const result = check(olds, news);
  for (const { property, reason } of result.failures) {
    printable(property, 200);
    printable(reason, 700);
  }
  return result;
}

const text = fc.oneof(nastyText, fc.webUrl(), fc.uuid(), fc.constantFrom("true", "false", "1", "30", "public", "beta"));
const given = fc.dictionary(fc.constantFrom(...Object.keys(settingNames), "explicit"), text, { maxKeys: 8 });
const secrets = ["clientSecret", "clientCertificatePassword", "oidcToken", "oidcRequestToken", "accessToken"];
const answers: fc.Arbitrary<TenantAnswer> = fc.oneof(
  fc.constant<TenantAnswer>("undecided"),
  fc.option(fc.uuid(), { nil: undefined }).map((tenantId) => ({ tenantId })),
);

const properties: Readonly<Record<string, fc.IRawProperty<unknown>>> = {
  "a declaration is taken in its normal form, or refused path by path in short printable lines": fc.property(
    organizationLike,
    organizationLike,
    (olds, news) => {
      const before = JSON.stringify([olds, news]);
      const { inputs, failures } = checked(olds, news);
      if (failures.length === 0) assert.deepEqual(check(olds, inputs), { inputs, failures: [] });
      assert.deepEqual(JSON.parse(JSON.stringify(inputs)), inputs);
      assert.equal(JSON.stringify([olds, news]), before, "what is given is not changed");
    },
  ),
  "a setting is taken or refused, in a short printable line that shows no secret": fc.property(
    given,
    given,
    (environment, config) => {
      const marked = Object.fromEntries(secrets.map((name) => [name, config[name] && `S3CRET${config[name]}`]));
      const values: Record<string, string | undefined> = { ...config, ...marked };
      try {
        const { graphEndpoint, authorityHost } = readSettings({
          environment,
          config: (key) => values[key.replace("connectedorgs:", "")],
        });
        for (const url of [graphEndpoint, authorityHost])
          assert.match(url, /^https:|^http:\/\/(127\.|localhost|\[::1\])/);
      } catch (error) {
        assert.ok(error instanceof UserError, String(error));
        // Several may be wrong at once.
        printable(error.message, 3000);
        assert.doesNotMatch(error.message, /S3CRET/);
      }
    },
  ),
  "what the service stores is a source with a type, a key and a short description, and goes back as it came":
    fc.property(fc.oneof(sourceLike, anything), (body) => {
      const source = sourceFromGraph(body);
      assert.equal(typeof source.type, "string");
      assert.equal(typeof sourceKey(source), "string");
      printable(describeSource(source), 400);
      assert.deepEqual(sourceFromGraph(JSON.parse(JSON.stringify(sourceToGraph(source)))).type, source.type);
    }),
  "what the service stores is an organization with an id, or none": fc.property(
    fc.oneof(organizationLike, anything),
    (body) => {
      const organization = organizationFromGraph(body);
      if (organization === undefined) return;
      assert.ok(typeof organization.id === "string" && organization.id !== "");
      assert.ok(Array.isArray(organization.identitySources));
    },
  ),
  "a state is understood as far as it goes": fc.property(organizationLike, (outputs) => {
    const { stored, identitySources, sponsors, displayName } = recordedOf(outputs);
    const types = [...stored, ...identitySources].map(({ type }) => type);
    for (const each of [...types, ...Object.values(sponsors).flat(), displayName]) {
      assert.equal(typeof each, "string");
    }
  }),
  "a state is compared with anything declared, by one of the host's answers": fc.asyncProperty(
    organizationLike,
    organizationLike,
    answers,
    async (outputs, inputs, answer) => {
      const { difference: found } = await compare(outputs, inputs, async () => answer);
      const difference = JSON.stringify(found);
      const replacement = { replaces: ["identitySources"], deleteBeforeReplace: true };
      const known = [{}, { changes: false }, replacement, { changes: true, ...replacement }];
      assert.ok(known.map((form) => JSON.stringify(form)).includes(difference), difference);
    },
  ),
  "a state is no difference to itself": fc.asyncProperty(organizationLike, async (values) => {
    const { sponsors, ...declared } = declaredOf(values);
    const same = { ...declared, ...sponsors };
    const members = [...Object.values(sponsors).flat(), ...declared.identitySources.map(sourceKey)];
    const isDistinct = new Set(members).size === members.length;
    fc.pre(isDistinct && declared.identitySources.length > 0 && !containsUnknown(same));
    assert.deepEqual(await compare(same, same, async () => "undecided"), { difference: { changes: false }, paths: [] });
  }),
};

describe("whatever it is,", function () {
  this.timeout(240_000);
  afterEach(() => assert.deepEqual(Object.keys(Object.prototype), [], "nothing reached the prototype of all objects"));

  for (const [title, run] of Object.entries(properties)) {
    it(title, async () => {
      await fc.assert(run as fc.IAsyncProperty<unknown>, { numRuns: runs(3000) });
    });
  }

  it("a declaration of 100 kB is refused as shortly", () => {
    const long = "x\u001b[2J\u202e\n".repeat(15_000);
    const identitySources = [{ type: long }, long, { [long]: long }];
    const values = { displayName: 5, [long]: long, state: long, identitySources };
    const { failures } = checked({}, { ...values, internalSponsors: [long], adoptExisting: long });
    assert.ok(failures.length >= 7);
  });
});
