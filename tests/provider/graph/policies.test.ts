/** Reading the access-package policies: the whole list, once for all that need it, and never older than it may be. */
import assert from "node:assert/strict";
import type { Policies } from "../../../provider/graph/policies";
import { openSession } from "../../../provider/session";
import { readSettings } from "../../../provider/settings/settings";
import { waits } from "../../../provider/waits";
import { messageOf } from "../../support/failures";
import { TestClock } from "../../support/world";

const policy = (id: string) => ({ id, displayName: id, specificAllowedTargets: [] });
const list = "/v1.0/identityGovernance/entitlementManagement/assignmentPolicies";
const expanded = `${list}?$expand=accessPackage`;

type Answer = (path: string) => Response | object;

function start(answer: Answer, settings: Record<string, string> = {}) {
  const sent: string[] = [];
  const clock = new TestClock();
  const config = { accessToken: "test-token", timeoutSeconds: "60", ...settings };
  const transport: typeof fetch = async (input) => {
    const path = decodeURIComponent(String(input).replace("https://graph.microsoft.com", ""));
    sent.push(path);
    const answered = answer(path);
    return answered instanceof Response ? answered : Response.json(answered);
  };
  const read = readSettings({ environment: {}, config: (key) => config[key.replace("connectedorgs:", "") as never] });
  const session = openSession(read, { clock, transport, random: () => 0 });
  return { sent, clock, ask: (): Policies => session.reach().policies };
}

const idsOf = async (asked: ReturnType<Policies["now"]>) => (await asked).map(({ id }) => id);
const refused = (status: number) => Response.json({ error: { code: "Refused", message: "No." } }, { status });

describe("the list of policies", () => {
  it("is read to its last page, in v1.0 also with the beta API", async () => {
    const next = `${list}?$skiptoken=2`;
    const { sent, ask } = start(
      (path) =>
        path === expanded
          ? { value: [], "@odata.nextLink": `https://graph.microsoft.com${next}` }
          : { value: [policy("a"), policy("b")] },
      { apiVersion: "beta" },
    );
    assert.deepEqual(await idsOf(ask().now()), ["a", "b"]);
    assert.deepEqual(sent, [expanded, next]);
  });

  it("is read without the packages where Graph refuses to expand them", async () => {
    const { sent, ask } = start((path) => (path === expanded ? refused(400) : { value: [policy("a")] }));
    assert.deepEqual(await idsOf(ask().now()), ["a"]);
    assert.deepEqual(sent, [expanded, list]);
  });

  it("is read once for all that ask at about the same time", async () => {
    const { sent, clock, ask } = start(() => ({ value: [policy("a")] }));
    await Promise.all(Array.from({ length: 50 }, () => ask().recent()));
    await clock.sleep(waits.policiesAge);
    assert.deepEqual(await idsOf(ask().recent()), ["a"]);
    assert.equal(sent.length, 1);
  });

  it("is read again when the last one is too old, or must be of now", async () => {
    const { sent, clock, ask } = start(() => ({ value: [policy(String(sent.length))] }));
    assert.deepEqual(await idsOf(ask().recent()), ["1"]);
    assert.deepEqual(await idsOf(ask().now()), ["2"]);
    await clock.sleep(waits.policiesAge + 1);
    assert.deepEqual(await idsOf(ask().recent()), ["3"]);
  });

  it("that could not be read is read again by the next that asks", async () => {
    const { ask, sent } = start(() => (sent.length === 1 ? refused(403) : { value: [policy("a")] }));
    const [first, second] = [ask().recent(), ask().recent()];
    assert.equal(await messageOf(first), "Graph answered 403 Refused: No.");
    assert.deepEqual(await idsOf(second), ["a"]);
    assert.deepEqual(await idsOf(ask().recent()), ["a"]);
  });

  it("with a policy that hides whom it names is an error", async () => {
    const { ask } = start(() => ({
      value: [policy("a"), { ...policy("b"), specificAllowedTargets: [{ connectedOrganizationId: null }] }],
    }));
    const fact = "Graph's list of policies leaves out which organizations a policy names.";
    assert.equal(await messageOf(ask().now()), fact);
  });
});
