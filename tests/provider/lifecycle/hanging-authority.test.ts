/** The authority hangs, and Graph's own look-up with it: an operation ends within its time all the same. */

import assert from "node:assert/strict";
import { createEmulator, type Emulator } from "../../../emulator";
import { create, read, update } from "../../../provider/lifecycle/lifecycle";
import { previewWarnings } from "../../../provider/lifecycle/preview-check";
import type { Reach } from "../../../provider/lifecycle/reach";
import { remove } from "../../../provider/lifecycle/remove";
import { compare } from "../../../provider/organization/difference";
import { openSession } from "../../../provider/session";
import { readSettings } from "../../../provider/settings/settings";
import { waits } from "../../../provider/waits";
import { VirtualClock } from "../../faults/virtual-clock";
import { domain, onWire, organization, tenant, wingtip } from "../../support/sources";
import { checked } from "../../support/world";

interface World {
  readonly emulator: Emulator;
  /** Runs the work with a process, an operation and a time-out of its own. @returns how long it took, in seconds */
  timed(timeoutSeconds: number, work: (reach: Reach) => Promise<unknown>): Promise<{ seconds: number; came: unknown }>;
}

const isLookUp = (url: string) => /openid-configuration|findTenantInformation/.test(url);

function startWorld(hangs: (url: string) => boolean): World {
  const clock = new VirtualClock();
  const emulator = createEmulator({ clock: clock.now, switches: { createdHiddenReads: 4 } });
  const send = (async (input: string, init?: RequestInit) => {
    if (hangs(input)) return await clock.forever(init?.signal);
    return await clock.during(async () => {
      const response = await emulator.fetch(input, init);
      return new Response(response.status === 204 ? null : await response.text(), response);
    });
  }) as typeof fetch;
  const config: Record<string, string> = { accessToken: "test-token" };
  const settings = readSettings({ environment: {}, config: (key) => config[key.replace("connectedorgs:", "")] });
  return {
    emulator,
    async timed(timeoutSeconds, work) {
      const session = openSession({ ...settings, timeoutSeconds }, { clock, transport: send, random: () => 0 });
      const startedAt = clock.now();
      const came = await work(session.reach("working")).catch((error: unknown) => error);
      return { seconds: (clock.now() - startedAt) / 1000, came };
    },
  };
}

const several = checked(organization(domain("wingtiptoys.com"), domain("litwareinc.com"), domain("adatum.com")));
const others = checked(organization(domain("litwareinc.com"), domain("fabrikam.com")));
const found = { displayName: "Partner", description: "Supplier", identitySources: [onWire(tenant(wingtip))] };
const outputs = { ...checked(organization(tenant(wingtip))), __schemaVersion: 1 };
const unread = { ...several, resolvedIdentitySources: [], __unfinished: true };
/** The last try of a request gets so long at least. */
const moment = 0.01;

type Work = (reach: Reach, id: string) => Promise<unknown>;

const operations: Readonly<Record<string, Work>> = {
  "a create": (reach) => create(reach, several),
  "a create that shows late": (reach) => create(reach, others),
  "an adoption": (reach) => create(reach, { ...several, adoptExisting: true }),
  "a comparison": (reach) => compare(outputs, several, reach.findTenant),
  "a read": (reach, id) => read(reach, id, unread),
  "an update": (reach, id) => update(reach, id, outputs, several),
  "a delete of what was never read": (reach, id) => remove(reach, id, unread),
};

const hanging: [what: string, hangs: (url: string) => boolean][] = [
  ["both look-ups hang", isLookUp],
  ["the authority hangs", (url) => url.includes("openid-configuration")],
  ["Graph hangs altogether", () => true],
];

for (const [what, hangs] of hanging) {
  describe(`when ${what}`, () => {
    for (const [name, work] of Object.entries(operations)) {
      it(`${name} with a time-out of 8 s ends within 8 s`, async () => {
        const { emulator, timed } = startWorld(hangs);
        const { id } = emulator.portal.create(found);
        const { seconds, came } = await timed(8, (reach) => work(reach, id));
        assert.ok(seconds < 8 + moment, `${seconds} s: ${came}`);
      });
    }

    it("what a preview tells is told within 5 s", async () => {
      const { emulator, timed } = startWorld(hangs);
      emulator.portal.create(found);
      const { seconds, came } = await timed(waits.previewCheck / 1000, (reach) => previewWarnings(reach, several));
      assert.ok(seconds < 5 + moment, `${seconds} s`);
      const [first] = came as string[];
      const unknown = "whose tenant the domain wingtiptoys.com is could not be found out.";
      const known = `the domain wingtiptoys.com belongs to the Entra tenant ${wingtip}, which will be stored in its place.`;
      const told = what === "the authority hangs" ? known : unknown;
      assert.equal(first, `warning: connected organization "Partner": ${told}`);
    });
  });
}
