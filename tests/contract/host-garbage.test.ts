/** What no working service does: throws that are no errors, and states that are none. Every call is answered. */
import assert from "node:assert/strict";
import type { DynamicHost, Properties } from "../../harness/host/dynamic-host";
import { HostError } from "../../harness/host/host-error";
import { checkedAt, doors, dynamicDoor, type TenantHost, withTenantHost } from "../support/host";

const shortly = { "connectedorgs:timeoutSeconds": "4" };

/** What the SDK's process never answers by itself. */
const thrownByNobody = ["'a text'", "undefined", "null", "404", "{ code: 404, details: 'gone' }", "Symbol('s')"];

/** Answered, and when with a failure, then with an ordinary one. */
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

/** The calls about something that exists. */
function calls(host: DynamicHost, checked: Properties, state: Properties): (() => Promise<unknown>)[] {
  return [
    () => host.read("1", state),
    () => host.update("1", state, { ...checked, ...state }),
    () => host.delete("1", state),
  ];
}

for (const door of doors)
  describe(`a call ${door.title}`, () => {
    const checked = checkedAt(door);

    for (const thrown of door === dynamicDoor ? thrownByNobody : ["undefined"]) {
      it(`is answered by a failure, and never by an absence, when the network throws ${thrown}`, async () => {
        const text = `globalThis.fetch = () => Promise.reject(${thrown});`;
        const env = { NODE_OPTIONS: `--import data:text/javascript,${encodeURIComponent(text)}` };
        const work = async ({ host }: TenantHost) => {
          const messages = await Promise.all(calls(host, checked, checked).map((call) => answered(call())));
          for (const message of messages) assert.match(message, /Graph could not be reached/);
        };
        await withTenantHost(door, shortly, work, env);
      });
    }

    const keys = "displayName state identitySources resolvedIdentitySources internalSponsors __resolutions".split(" ");
    const garbage = [null, 5, "text", true, [], [null], [5], [[]], {}, { type: 5 }, [{ type: "x" }], [{ type: {} }]];

    it("is answered whatever the state and the inputs hold", async () => {
      await withTenantHost(door, shortly, async ({ host }) => {
        for (const value of garbage) {
          const state = { ...Object.fromEntries(keys.map((key) => [key, value])), ...door.own };
          await answered(host.check(state, state));
          await answered(host.diff("1", state, { ...checked, ...state }));
          for (const call of calls(host, checked, state)) await answered(call());
        }
      });
    });
  });
