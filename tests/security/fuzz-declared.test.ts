/** Anything in place of settings, arguments, state and sources: refused in one printable line, or taken; never more. */

import assert from "node:assert/strict";
import fc from "fast-check";
import { UserError } from "../../provider/errors";
import { check } from "../../provider/organization/check";
import { compare } from "../../provider/organization/difference";
import type { TenantAnswer } from "../../provider/organization/identity";
import { describeSource, sourceFromGraph, sourceKey, sourceToGraph } from "../../provider/organization/identity-source";
import { organizationFromGraph } from "../../provider/organization/organization";
import { declaredOf, recordedOf, type Values } from "../../provider/organization/recorded";
import { containsUnknown } from "../../provider/organization/unknown";
import { settingNames } from "../../provider/settings/setting-value";
import { readSettings } from "../../provider/settings/settings";
import { anything, nastyText, organizationLike, sourceLike } from "./garbage";

const runs = { numRuns: 10_000 };
const unprintable = /[\p{Cc}\p{Cf}\u2028\u2029]/u;

function printable(text: string, limit: number): void {
  assert.doesNotMatch(text, unprintable);
  assert.ok(text.length <= limit, `${text.length} characters`);
}

afterEach(() => assert.deepEqual(Object.keys(Object.prototype), [], "nothing reached the prototype of all objects"));

describe("anything in place of a declaration", () => {
  it("is taken in its normal form, or refused path by path in short printable lines", () => {
    fc.assert(
      fc.property(organizationLike, organizationLike, (olds, news) => {
        const before = JSON.stringify([olds, news]);
        const { inputs, failures } = check(olds, news);
        for (const { property, reason } of failures) {
          printable(property, 200);
          printable(reason, 700);
        }
        if (failures.length === 0) assert.deepEqual(check(olds, inputs), { inputs, failures: [] });
        assert.deepEqual(JSON.parse(JSON.stringify(inputs)), inputs);
        assert.equal(JSON.stringify([olds, news]), before, "what is given is not changed");
      }),
      runs,
    );
  }).timeout(60_000);

  it("of 100 kB is refused as shortly", () => {
    const long = "x\u001b[2J\u202e\n".repeat(15_000);
    const values = {
      displayName: 5,
      [long]: long,
      state: long,
      identitySources: [{ type: long }, long, { [long]: long }],
    };
    const { failures } = check({}, { ...values, internalSponsors: [long], adoptExisting: long });
    assert.ok(failures.length >= 7);
    for (const { property, reason } of failures) {
      printable(property, 200);
      printable(reason, 700);
    }
  });
});

describe("anything in place of a setting", () => {
  const text = fc.oneof(
    nastyText,
    fc.webUrl(),
    fc.uuid(),
    fc.constantFrom("true", "false", "1", "30", "public", "beta"),
  );
  const given = fc.dictionary(fc.constantFrom(...Object.keys(settingNames), "explicit"), text, { maxKeys: 8 });

  it("is taken or refused, in a short printable line that shows no secret", () => {
    const secrets = ["clientSecret", "clientCertificatePassword", "oidcToken", "oidcRequestToken", "accessToken"];
    fc.assert(
      fc.property(given, given, (environment, config) => {
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
          printable(error.message, 600);
          assert.doesNotMatch(error.message, /S3CRET/);
        }
      }),
      runs,
    );
  }).timeout(60_000);
});

describe("anything in place of what the service stores", () => {
  it("is a source with a type, a key and a short printable description, and goes back as it came", () => {
    fc.assert(
      fc.property(fc.oneof(sourceLike, anything), (body) => {
        const source = sourceFromGraph(body);
        assert.equal(typeof source.type, "string");
        assert.equal(typeof sourceKey(source), "string");
        printable(describeSource(source), 400);
        assert.deepEqual(sourceFromGraph(JSON.parse(JSON.stringify(sourceToGraph(source)))).type, source.type);
      }),
      runs,
    );
  }).timeout(60_000);

  it("is an organization with an id, or none", () => {
    fc.assert(
      fc.property(fc.oneof(organizationLike, anything), (body) => {
        const organization = organizationFromGraph(body);
        if (organization === undefined) return;
        assert.ok(typeof organization.id === "string" && organization.id !== "");
        assert.ok(Array.isArray(organization.identitySources));
      }),
      runs,
    );
  }).timeout(60_000);
});

describe("anything in place of a state", () => {
  const answers: fc.Arbitrary<TenantAnswer> = fc.oneof(
    fc.constant<TenantAnswer>("undecided"),
    fc.option(fc.uuid(), { nil: undefined }).map((tenantId) => ({ tenantId })),
  );

  it("is understood as far as it goes", () => {
    fc.assert(
      fc.property(organizationLike, (outputs) => {
        const recorded = recordedOf(outputs);
        for (const source of [...recorded.stored, ...recorded.identitySources])
          assert.equal(typeof source.type, "string");
        for (const list of Object.values(recorded.sponsors)) for (const id of list) assert.equal(typeof id, "string");
        assert.equal(typeof recorded.displayName, "string");
      }),
      runs,
    );
  }).timeout(60_000);

  it("is compared with anything declared, by one of the host's answers", async () => {
    await fc.assert(
      fc.asyncProperty(organizationLike, organizationLike, answers, async (outputs, inputs, answer) => {
        const difference = await compare(outputs, inputs, async () => answer);
        const replacement = { replaces: ["identitySources"], deleteBeforeReplace: true };
        const known = [{}, { changes: false }, replacement, { changes: true, ...replacement }];
        assert.ok(
          known.some((form) => JSON.stringify(form) === JSON.stringify(difference)),
          JSON.stringify(difference),
        );
      }),
      runs,
    );
  }).timeout(60_000);

  it("is no difference to itself", async () => {
    await fc.assert(
      fc.asyncProperty(organizationLike, async (values: Values) => {
        const { sponsors, ...declared } = declaredOf(values);
        const same = { ...declared, ...sponsors };
        const members = [...Object.values(sponsors).flat(), ...declared.identitySources.map(sourceKey)];
        fc.pre(
          new Set(members).size === members.length && declared.identitySources.length > 0 && !containsUnknown(same),
        );
        assert.deepEqual(await compare(same, same, async () => "undecided"), { changes: false });
      }),
      runs,
    );
  }).timeout(60_000);
});
