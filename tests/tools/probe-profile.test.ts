/** What `connectedorgs probe` finds out is what the emulator was told to do. */
import assert from "node:assert/strict";
import { type Switches, type SwitchName, switchNames, switchTable } from "../../emulator";
import { ids } from "../emulator/client";
import { leftIn, probeOf, standing } from "./probe-support";

/** What no run can settle, or none in a tenant where all is as by default. */
const unasked: SwitchName[] = ["forbiddenReason", "acceptedTokens", "tokenLifetime"];
const throttling: SwitchName[] = ["throttleRequests", "throttleSeconds", "throttleRetryAfter"];
const openByDefault: SwitchName[] = ["swapAfterReads", "pageSize", "createdHiddenAs", ...unasked, ...throttling];

/** Positions of counters, and the surroundings in which a position shows at all. */
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

/** What a position takes away from the other questions, beside the switch's own surroundings. */
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
  // The partner stays, so that it cannot be added once more.
  "deleteAnswer 400": ["swapOnPatch", "deletedVisibleReads", "deleteMissing", "deletedBusyCreates"],
};

/** Those of the default that a position settles. */
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
  return "positions" in row ? row.positions : (counts[name] ?? []);
}

function openWith(name: SwitchName, position: unknown): SwitchName[] {
  const key = `${name} ${position}`;
  const hidden = surroundings[name]?.createdHiddenReads ? (["createdHiddenAs"] as const) : [];
  const settled: readonly SwitchName[] = [...(settles[key] ?? []), ...hidden];
  const open = openByDefault.filter((one) => !settled.includes(one)).concat(opens[key] ?? []);
  return switchNames.filter((one) => open.includes(one));
}

describe("connectedorgs probe, one switch moved", () => {
  for (const name of probed.filter((one) => one !== "licence" && one !== "batch")) {
    for (const position of positionsOf(name)) {
      it(`sees ${name} = ${position}, the others as they are, and leaves nothing behind`, async () => {
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
