/** The authority hangs, and Graph's own look-up with it: an operation ends within its time all the same. */
import assert from "node:assert/strict";
import { createEmulator } from "../../../emulator";
import { waits } from "../../../provider/waits";
import { VirtualClock } from "../../faults/virtual-clock";
import { domain, onWire, organization, tenant, wingtip } from "../../support/sources";
import { checked, type Process, startProcess } from "../../support/world";

type Work = (process: Process, id: string) => Promise<unknown>;

/** Runs the work beside an organization that exists. @returns how long it took, in seconds, and what came of it */
async function timed(hangs: (url: string) => boolean, timeoutSeconds: number, work: Work) {
  const clock = new VirtualClock();
  const emulator = createEmulator({ clock: clock.now, switches: { createdHiddenReads: 4 } });
  const transport = (async (input: string, init?: RequestInit) => {
    if (hangs(input)) return await clock.forever(init?.signal);
    return await clock.during(async () => {
      const response = await emulator.fetch(input, init);
      return new Response(response.status === 204 ? null : await response.text(), response);
    });
  }) as typeof fetch;
  const identitySources = [onWire(tenant(wingtip))];
  const { id } = emulator.portal.create({ displayName: "Partner", description: "Supplier", identitySources });
  const process = startProcess(
    { accessToken: "a-token", timeoutSeconds: String(timeoutSeconds) },
    { clock, transport },
  );
  const startedAt = clock.now();
  const came = await work(process, id).catch((error: unknown) => error);
  return { seconds: (clock.now() - startedAt) / 1000, came };
}

const several = checked(organization(domain("wingtiptoys.com"), domain("litwareinc.com"), domain("adatum.com")));
const others = checked(organization(domain("litwareinc.com"), domain("fabrikam.com")));
const outputs = { ...checked(organization(tenant(wingtip))), __schemaVersion: 1 };
const unread = { ...several, resolvedIdentitySources: [], __unfinished: true };
/** The last try of a request gets so long at least. */
const moment = 0.01;

const operations: Readonly<Record<string, Work>> = {
  "a create": (process) => process.create(several),
  "a create that shows late": (process) => process.create(others),
  "an adoption": (process) => process.create({ ...several, adoptExisting: true }),
  "a comparison": (process) => process.compare(outputs, several),
  "a read": (process, id) => process.read(id, unread),
  "an update": (process, id) => process.update(id, outputs, several),
  "a delete of what was never read": (process, id) => process.remove(id, unread),
};

const hanging: [what: string, hangs: (url: string) => boolean][] = [
  ["both look-ups hang", (url) => /openid-configuration|findTenantInformation/.test(url)],
  ["the authority hangs", (url) => url.includes("openid-configuration")],
  ["Graph hangs altogether", () => true],
];

for (const [what, hangs] of hanging) {
  describe(`when ${what}`, () => {
    for (const [name, work] of Object.entries(operations)) {
      it(`${name} with a time-out of 8 s ends within 8 s`, async () => {
        const { seconds, came } = await timed(hangs, 8, work);
        assert.ok(seconds < 8 + moment, `${seconds} s: ${came}`);
      });
    }

    it("what a preview tells is told within 5 s", async () => {
      const { seconds, came } = await timed(hangs, waits.previewCheck / 1000, (process) =>
        process.previewNotes(several),
      );
      assert.ok(seconds < 5 + moment, `${seconds} s`);
      const [first] = came as string[];
      const unknown = "could not determine which Entra tenant owns the domain wingtiptoys.com.";
      const known = `the domain wingtiptoys.com belongs to the Entra tenant ${wingtip}, which Graph stores instead.`;
      const told = what === "the authority hangs" ? known : unknown;
      assert.equal(first, told);
    });
  });
}
