/** What no working service does: throws that are no errors, and states that are none. Every call is answered. */
import assert from "node:assert/strict";
import { HostError } from "../../harness/host/host-error";
import { shim } from "../../sdk/shim";
import { checked, startTenantHost, type TenantHost } from "./support";

type Call = (tenant: TenantHost) => Promise<unknown>;

const calls = (state: Record<string, unknown>): Record<string, Call> => ({
  check: ({ host }) => host.check(state, { ...state, __provider: shim }),
  diff: ({ host }) => host.diff("1", state, { ...checked, ...state, __provider: shim }),
  create: ({ host }) => host.create({ ...checked, ...state, __provider: shim }),
  read: ({ host }) => host.read("1", { ...state, __provider: shim }),
  update: ({ host }) => host.update("1", state, { ...checked, ...state, __provider: shim }),
  delete: ({ host }) => host.delete("1", { ...state, __provider: shim }),
});

/** Answered, and when with a failure, then as an ordinary one. */
async function answered(call: Promise<unknown>): Promise<string> {
  try {
    await call;
    return "done";
  } catch (error) {
    assert.ok(error instanceof HostError, String(error));
    assert.equal(error.status, 2, `${error.method}: ${error.message}`);
    assert.equal(error.message.split("\n").length, 1);
    return error.message;
  }
}

describe("a call in the dynamic-provider process", function () {
  this.timeout(30_000);

  for (const thrown of ["'a text'", "undefined", "null", "404", "{ code: 404, details: 'gone' }", "Symbol('s')"]) {
    it(`is answered by a failure, and never by an absence, when the network throws ${thrown}`, async () => {
      const text = `globalThis.fetch = () => Promise.reject(${thrown});`;
      const env = { NODE_OPTIONS: `--import data:text/javascript,${encodeURIComponent(text)}` };
      const tenant = await startTenantHost({ env, config: { "connectedorgs:timeoutSeconds": "2" } });
      const { read, update, delete: remove } = calls(checked);
      const messages = await Promise.all(
        [read, update, remove].map((call) => answered(call?.(tenant) ?? Promise.reject())),
      );
      for (const message of messages) assert.match(message, /Graph could not be reached/);
      await tenant.stop();
    });
  }

  it("is answered whatever the state and the inputs hold", async () => {
    const tenant = await startTenantHost({ config: { "connectedorgs:timeoutSeconds": "2" } });
    const garbage = [null, 5, "text", true, [], [null], [5], [[]], {}, { type: 5 }, [{ type: "x" }], [{ type: {} }]];
    const keys = [
      "displayName",
      "state",
      "identitySources",
      "resolvedIdentitySources",
      "internalSponsors",
      "__resolutions",
    ];
    for (const value of garbage) {
      const state = Object.fromEntries(keys.map((key) => [key, value]));
      const { create: _, ...others } = calls(state);
      for (const call of Object.values(others)) await answered(call(tenant));
    }
    await tenant.stop();
  });
});
