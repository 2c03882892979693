/** `connectedorgs probe` finds the switches of the emulator. */
import assert from "node:assert/strict";
import { type Switches, type SwitchName, switchNames, switchTable } from "../../emulator";
import { ids } from "../emulator/client";
import { leftIn, probeOf, standing } from "./probe-support";

/** What no run can settle, or no run in a tenant with every default. */
const unasked: SwitchName[] = [
  "forbiddenReason",
  "acceptedTokens",
  "tokenLifetime",
  "sourceIdentity",
  "equalSources",
  "postDisplayName",
  "changedBy",
  "sponsorPending",
  "deleteUsed",
  "policiesPermission",
  "expandAccessPackage",
  "policyTarget",
  "targetIdCase",
];
const throttling: SwitchName[] = ["throttleRequests", "throttleSeconds", "throttleRetryAfter"];
const openByDefault: SwitchName[] = ["swapAfterReads", "pageSize", "createdHiddenAs", ...unasked, ...throttling];

/** Positions of counters, and the other switches that a position needs to show at all. */
const counts: Partial<Record<SwitchName, number[]>> = {
  swapAfterReads: [1, 3],
  pageSize: [2, 3],
  createdHiddenReads: [1, 4],
  createdUnlistedReads: [1, 3],
  patchedStaleReads: [1, 3],
  sponsorsStaleReads: [1, 3],
  deletedVisibleReads: [1, 3],
  deletedBusyCreates: [1, 3],
};
const surroundings: Partial<Record<SwitchName, Partial<Switches>>> = {
  swapAfterReads: { swap: "later" },
  createdHiddenAs: { createdHiddenReads: 2 },
  createdHiddenFromDelete: { createdHiddenReads: 2 },
};

/** The other questions that a position leaves open. */
const opens: Readonly<Record<string, SwitchName[]>> = {
  "duplicate allowed": ["duplicateCode", "duplicateStatus"],
  "swap kept": ["swapOnPatch"],
  "swap later": ["swapOnPatch"],
  "swapAfterReads 1": ["swapOnPatch"],
  "swapAfterReads 3": ["swapOnPatch"],
  "patchIdentitySources ignored": ["swapOnPatch"],
  "patchIdentitySources refused": ["swapOnPatch"],
  "errorStyle empty": ["duplicateCode", "ruleCode"],
  "errorStyle html": ["duplicateCode", "ruleCode"],
  "batch 404": ["batchOrder"],
  "batch 405": ["batchOrder"],
  "deleteAnswer 400": ["swapOnPatch", "deletedVisibleReads", "goneAnswer", "deleteMissing", "deletedBusyCreates"],
  "goneAnswer 403": ["deleteMissing"],
};

/** The questions, open by default, that a position settles. */
const settles: Readonly<Record<string, SwitchName[]>> = {
  "swap later": ["swapAfterReads"],
  "swapAfterReads 1": ["swapAfterReads"],
  "swapAfterReads 3": ["swapAfterReads"],
  "pageSize 2": ["pageSize"],
  "pageSize 3": ["pageSize"],
  "createdHiddenReads 1": ["createdHiddenAs"],
  "createdHiddenReads 4": ["createdHiddenAs"],
};

const probed = switchNames.filter((name) => ![...unasked, ...throttling].includes(name));

function positionsOf(name: SwitchName): readonly unknown[] {
  const row = switchTable[name];
  const moved = "positions" in row ? row.positions : (counts[name] ?? []);
  return moved.filter((position) => position !== row.default || surroundings[name]);
}

function openWith(name: SwitchName, position: unknown): SwitchName[] {
  const key = `${name} ${position}`;
  const hidden = surroundings[name]?.createdHiddenReads ? (["createdHiddenAs"] as const) : [];
  const settled: readonly SwitchName[] = [...(settles[key] ?? []), ...hidden];
  const open = openByDefault.filter((one) => !settled.includes(one)).concat(opens[key] ?? []);
  return switchNames.filter((one) => open.includes(one));
}

describe("connectedorgs probe, one switch moved", () => {
  for (const name of probed.filter((one) => one !== "licence")) {
    for (const position of positionsOf(name)) {
      it(`finds ${name} = ${position} and the other switches unchanged, and leaves nothing behind`, async () => {
        const foreign = name === "swap" && position === "crossCloud";
        const domainWithTenant = foreign ? "proseware.us" : "fabrikam.com";
        const { emulator, profile, open, outcome } = await probeOf(
          { switches: { ...surroundings[name], [name]: position } },
          { inputs: { tenantId: ids.wingtip, sponsor: ids.adele, ownTenant: ids.own, domainWithTenant } },
        );
        assert.deepEqual(profile, standing(emulator, profile));
        assert.deepEqual(open, openWith(name, position));
        assert.equal(outcome.stopped, undefined);
        const kept = name === "deleteAnswer" && position === 400;
        assert.equal(leftIn(emulator).length > 0, kept);
        assert.equal(outcome.left.length, leftIn(emulator).length);
      });
    }
  }
});

/** Whole tenants, each with the questions it leaves open. */
const tenants: Readonly<Record<string, { switches: Partial<Switches>; open: SwitchName[] }>> = {
  "as documented": { switches: {}, open: ["swapAfterReads", "pageSize", "createdHiddenAs"] },
  strict: {
    switches: {
      patchAnswer: 200,
      patchIdentitySources: "refused",
      postIdentitySources: "absent",
      locationHeader: "absent",
      duplicateCode: "IdentityProviderAlreadyConfigured",
      duplicateStatus: 409,
      duplicateDisplayName: "refused",
      tenantDisplayName: "overwritten",
      swap: "kept",
      storedDomain: "punycode",
      twoSources: "refused",
      inlineSponsors: "refused",
      clearedDescription: "refused",
      sponsorPresent: 400,
      sponsorAbsent: 400,
      sponsorUnknown: 400,
      sponsorReferencePath: "typed",
      sponsorReferenceHost: "own",
      sponsorItem: "generic",
      sponsorReferenceList: "refused",
      odataType: "otherCase",
      pageSize: 2,
      emptyPage: "last",
      filters: "refused",
      deleteMissing: 204,
      unknownTenant: "refused",
      backToProposed: "refused",
      ruleCode: "InvalidModel",
      unknownDomainLookup: 400,
      errorStyle: "lowercaseCode",
      batch: 405,
    },
    open: ["swapAfterReads", "swapOnPatch", "createdHiddenAs", "batchOrder"],
  },
  lenient: {
    switches: {
      patchAnswer: 202,
      postIdentitySources: "filled",
      duplicate: "allowed",
      swap: "later",
      swapAfterReads: 2,
      storedDomain: "lowerCase",
      zeroSources: "accepted",
      clearedDescription: "absent",
      sponsorAbsent: 204,
      sponsorItem: "untyped",
      odataType: "bare",
      emptyPage: "first",
      filters: "documented",
      ownTenant: "accepted",
      malformedDomain: "accepted",
      errorStyle: "innererror",
      batchOrder: "reversed",
    },
    open: ["duplicateCode", "duplicateStatus", "swapOnPatch", "pageSize", "createdHiddenAs", "ruleCode"],
  },
  slow: {
    switches: {
      createdHiddenReads: 2,
      createdHiddenAs: 403,
      createdHiddenFromDelete: "yes",
      createdUnlistedReads: 2,
      patchedStaleReads: 2,
      sponsorsStaleReads: 2,
      deletedVisibleReads: 2,
      deletedBusyCreates: 2,
      deleteAnswer: 404,
      zeroSources: "ignored",
      clearedDescription: "emptyString",
      twoSources: "ignored",
      inlineSponsors: "ignored",
      sponsorPresent: 409,
      sponsorAbsent: 409,
      swapOnPatch: "kept",
    },
    open: ["swapAfterReads", "pageSize"],
  },
  "late to forget": {
    switches: { createdHiddenReads: 2, deleteAnswer: 404, deletedVisibleReads: 4 },
    open: ["swapAfterReads", "pageSize"],
  },
};

describe("connectedorgs probe, a whole tenant", () => {
  for (const [name, { switches, open: expected }] of Object.entries(tenants)) {
    it(`finds every switch of one that is ${name}, and leaves nothing behind`, async () => {
      const { emulator, profile, open } = await probeOf({ switches });
      assert.deepEqual(profile, standing(emulator, profile));
      assert.deepEqual(
        open,
        switchNames.filter((one) => [...expected, ...unasked, ...throttling].includes(one)),
      );
      assert.deepEqual(leftIn(emulator), []);
    });
  }

  it("skips questions whose input is missing, and says which option to give", async () => {
    const { outcome, open, emulator } = await probeOf({}, { inputs: {} });
    const asked = new Map(outcome.findings.list().map(({ name, seen }) => [name, seen]));
    assert.deepEqual(
      (["swap", "tenantDisplayName", "inlineSponsors", "ownTenant"] as const).map((name) => asked.get(name)),
      [
        "give --domain-with-tenant",
        "give --tenant-id",
        "give --sponsor",
        "neither the token nor the setting tenantId tells the tenant's id",
      ],
    );
    assert.deepEqual(
      open.filter((name) => !openByDefault.includes(name)),
      [
        "tenantDisplayName",
        "swap",
        "swapOnPatch",
        "inlineSponsors",
        "sponsorPresent",
        "sponsorAbsent",
        "sponsorUnknown",
        "sponsorReferencePath",
        "sponsorReferenceHost",
        "sponsorItem",
        "sponsorReferenceList",
        "sponsorsStaleReads",
        "ownTenant",
      ],
    );
    const sent = emulator.requests.map(({ body, path }) => `${path} ${JSON.stringify(body)}`).join("\n");
    assert.doesNotMatch(sent, /fabrikam|5e8a1c34|ponsors\/\$ref/);
  });
});
