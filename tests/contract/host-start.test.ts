/** The first calls of a process: configuration, wrong configuration, and what is loaded for them. */
import assert from "node:assert/strict";
import { createEmulator } from "../../emulator";
import type { DynamicHost, Properties } from "../../harness/host/dynamic-host";
import {
  checkedAt,
  declaredAt,
  doors,
  dynamicDoor,
  fabrikamTenant,
  failureOf,
  type TenantHost,
  wingtipDomain,
  wingtipTenant,
  withTenantHost,
} from "../support/host";

for (const door of doors)
  describe(`the start ${door.title}`, () => {
    const [declared, checked] = [declaredAt(door), checkedAt(door)];
    const stored = { ...checked, resolvedIdentitySources: [wingtipTenant] };

    it("serves every one of the first calls, all at once and sent with Configure, configured", async () => {
      const emulator = createEmulator();
      const [listener, host] = await Promise.all([emulator.listen(), door.start()]);
      try {
        const configured = host.configure({
          "connectedorgs:graphEndpoint": listener.url,
          "connectedorgs:authorityHost": listener.url,
          "connectedorgs:accessToken": "any",
        });
        const [first, second, ...checks] = await Promise.all([
          host.create({ ...checked, identitySources: [wingtipDomain] }),
          host.create({ ...checked, identitySources: [fabrikamTenant] }),
          ...[1, 2, 3, 4].map(() => host.check({}, declared)),
          configured,
        ]);
        assert.deepEqual(checks, [...Array(4).fill({ inputs: checked, failures: [] }), undefined]);
        const ids = emulator.portal.list().map(({ id }) => id);
        assert.deepEqual([first.id, second.id].sort(), ids.sort());
        await Promise.all([first, second].map(({ id, properties }) => host.delete(id, properties)));
        assert.deepEqual(emulator.portal.list(), []);
      } finally {
        await host.stop();
        await listener.close();
      }
    });

    const wrongSettings: [title: string, config: Record<string, string>, message: string][] = [
      [
        "no number for timeoutSeconds",
        { "connectedorgs:timeoutSeconds": "soon" },
        'The setting timeoutSeconds must be a number of seconds between 1 and 86400, not "soon".',
      ],
      [
        "a secret without its app",
        {
          "connectedorgs:accessToken": "",
          "connectedorgs:clientSecret": "secret-that-must-not-be-seen",
          "connectedorgs:tenantId": wingtipTenant.tenantId,
        },
        "The setting clientSecret is given, but clientId is missing. Set CONNECTEDORGS_CLIENT_ID or the stack configuration connectedorgs:clientId; with an explicit provider, its argument clientId.",
      ],
      [
        "an endpoint over plain HTTP",
        { "connectedorgs:graphEndpoint": "http://graph.example" },
        'The setting graphEndpoint must be an https URL (plain http is allowed on loopback only), not "http://graph.example".',
      ],
    ];
    for (const [title, config, message] of wrongSettings) {
      it(`answers every call with the remedy when the settings hold ${title}`, async () => {
        await withTenantHost(door, config, async ({ host }) => {
          assert.deepEqual((await host.check({}, checked)).failures, [{ property: "", reason: message }]);
          for (const [doing, call] of Object.entries(everyCall(host, checked))) {
            const error = await failureOf(call());
            assert.deepEqual([error.status, error.message, error.partial], [2, `${doing}: ${message}`, undefined]);
          }
          assert.doesNotMatch(host.output().stderr, /^\s+at |must-not-be-seen/m);
        });
      });
    }

    it("needs no credential for check and diff, and names what is missing when a request is due", async () => {
      await withTenantHost(door, { "connectedorgs:accessToken": "" }, async ({ host }) => {
        assert.deepEqual(await host.check({}, declared), { inputs: checked, failures: [] });
        assert.equal((await host.diff("1", stored, checked)).changes, false);
        const { message, partial } = await failureOf(host.create(checked));
        assert.match(message, /^creating connected organization "Wingtip Toys": .*CONNECTEDORGS_/);
        assert.equal(partial, undefined);
      });
    });
  });

describe("the dynamic-provider process", () => {
  it("answers a call that comes before any Configure, which the engine never sends", async () => {
    const host = await dynamicDoor.start();
    const { status } = await failureOf(host.check({}, declaredAt(dynamicDoor))).finally(() => host.stop());
    assert.equal(status, 2);
  });

  it("loads neither the Graph client nor @azure/identity for check and diff", async () => {
    const env = { NODE_OPTIONS: `--import data:text/javascript,${encodeURIComponent(announceLoads)}` };
    const checked = checkedAt(dynamicDoor);
    const stored = { ...checked, resolvedIdentitySources: [wingtipTenant] };
    const work = async ({ host, create }: TenantHost) => {
      await host.check({}, checked);
      await host.diff("1", stored, { ...checked, displayName: "Other" });
      assert.deepEqual(loaded(host), []);
      const { id, outputs } = await create();
      assert.deepEqual(loaded(host), ["@microsoft/microsoft-graph-client"]);
      await host.delete(id, outputs);
    };
    await withTenantHost(dynamicDoor, {}, work, env);
  });
});

function everyCall(host: DynamicHost, checked: Properties): Record<string, () => Promise<unknown>> {
  const what = 'connected organization "Wingtip Toys"';
  return {
    [`comparing ${what}`]: () => host.diff("1", checked, checked),
    [`creating ${what}`]: () => host.create(checked),
    [`reading ${what} (1)`]: () => host.read("1", checked),
    [`updating ${what} (1)`]: () => host.update("1", checked, checked),
    [`deleting ${what} (1)`]: () => host.delete("1", checked),
  };
}

const announceLoads = `
import Module from "node:module";
const load = Module._load;
Module._load = function (request, ...others) {
  if (/^@(azure|microsoft)\\/(?!typescript)/.test(request)) process.stderr.write("loads " + request + "\\n");
  return load.call(this, request, ...others);
};`;

function loaded(host: DynamicHost): string[] {
  const names = [...host.output().stderr.matchAll(/^loads (\S+)$/gm)].map(([, name]) => name ?? "");
  return [...new Set(names)];
}
