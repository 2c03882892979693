/**
 * States of earlier releases, as recorded in `recorded/`, under today's code: nobody's preview shows a change because of
 * a new version, and what an old version left unfinished is finished.
 */
import assert from "node:assert/strict";
import { createEmulator, type Emulator, type Listener } from "../../emulator";
import { connectedOrganization as provider } from "../../provider/host";
import type { Values } from "../../provider/organization/recorded";
import { finished, recordedEstates, resourcesOf } from "./estate";

const unchanged = { changes: false };

for (const estate of recordedEstates()) {
  describe(`the state that release ${estate.release} wrote`, () => {
    let emulator: Emulator;
    let listener: Listener;

    before(async () => {
      emulator = createEmulator({ seed: { organizations: estate.organizations } });
      listener = await emulator.listen();
      const { url } = listener;
      const config: Record<string, string> = { graphEndpoint: url, authorityHost: url, accessToken: "a-token" };
      provider.configure({ config: { get: (key) => config[key.replace("connectedorgs:", "")] } });
    });
    after(async () => await listener.close());

    it("holds every organization that was declared", () => {
      assert.deepEqual([...resourcesOf(estate).keys()].sort(), Object.keys(estate.declared).sort());
    });

    for (const [name, { id = "", inputs = {}, outputs = {} }] of resourcesOf(estate)) {
      if (name in finished) {
        it(`is no difference to the same declaration: ${name}`, async () => {
          const checked = await provider.check(inputs, { ...estate.declared[name] });
          assert.deepEqual(checked.failures, []);
          assert.deepEqual(await provider.diff(id, outputs, checked.inputs), unchanged);
        });

        it(`reads as it was written: ${name}`, async () => {
          const seen = await provider.read(id, outputs);
          assert.deepEqual(seen.id, id);
          assert.deepEqual(shared(seen.props, outputs), shown(outputs));
          assert.deepEqual(shared(seen.inputs, inputs), shown(inputs));
        });
      }

      it(`is updated, finished where it was not, and deleted: ${name}`, async () => {
        const wanted = { ...inputs, description: "Changed by a later release" };
        const { outs } = await provider.update(id, outputs, wanted);
        const hosted = { ...outs, __provider: outputs["__provider"] };
        assert.deepEqual(await provider.diff(id, hosted, wanted), unchanged);
        const { identitySources: _, adoptExisting: __, ...values } = shown(wanted);
        assert.deepEqual(stored(emulator, id, Object.keys(values)), values);
        await provider.delete(id, outs);
        assert.equal(emulator.portal.get(id), undefined);
      });
    }
  });
}

/** Without the provider's own records, whose form may change. */
function shown(values: Values): Values {
  return Object.fromEntries(Object.entries(values).filter(([name]) => !name.startsWith("__")));
}

/** Of what is said today, that which was said then: a later release may know more properties. */
function shared(today: Values = {}, then: Values): Values {
  return Object.fromEntries(Object.entries(shown(today)).filter(([name]) => name in then));
}

function stored({ portal }: Emulator, id: string, names: readonly string[]): Values {
  const organization: Values = { ...portal.get(id) };
  return Object.fromEntries(names.map((name) => [name, organization[name]]));
}
