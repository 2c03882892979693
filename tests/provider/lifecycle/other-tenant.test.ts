/** The tenant of a state: what is missing, or stored, in another tenant says nothing about it. */
import assert from "node:assert/strict";
import type { Emulator } from "../../../emulator";
import type { Values } from "../../../provider/organization/recorded";
import { failureOf, partialOf, status } from "../../support/failures";
import { idsIn, outputsNow, unchanged, unfinished } from "../../support/organizations";
import { signInThrough, withSecret } from "../../support/sign-in";
import { owned } from "../../support/sources";
import { checked, startWorld, type World } from "../../support/world";

const home = "7c0f3a52-8d1e-4b6a-9f24-3e5d6c7b8a91";
const elsewhere = "9e2a4c6d-1b35-4f78-8a90-5d7c3e1f6b24";
const renamed = { ...owned, displayName: "Renamed" };

const encoded = (part: unknown) => Buffer.from(JSON.stringify(part)).toString("base64url");
const tokenWith = (claims: object) => `${encoded({ alg: "none" })}.${encoded(claims)}.`;
const tokenOf = (tid: string) => tokenWith({ aud: "https://graph.microsoft.com", tid });

/** A process whose token is this one, before the service of the given emulator. */
function signedIn(accessToken: string, emulator?: Emulator): World {
  const between = (next: typeof fetch): typeof fetch =>
    emulator ? (input, init) => emulator.fetch(input as string, init) : next;
  const world = startWorld({}, { accessToken }, { between });
  return { ...world, emulator: emulator ?? world.emulator };
}

async function started(accessToken: string): Promise<{ world: World; id: string; outputs: Values }> {
  const world = signedIn(accessToken);
  const { id, outputs } = await world.create(owned);
  return { world, id, outputs };
}

const refusal = `The state belongs to tenant ${home}, but the given access token belongs to tenant ${elsewhere}. Check the settings tenantId, clientId and those of the credential, or select the stack of this tenant.`;
const writesOf = ({ emulator }: World) => emulator.requests.filter(({ method }) => method !== "GET");

describe("the tenant of a state", () => {
  it("is recorded from the token's claim in lower case, without a request, by create, read and update", async () => {
    const { world, id, outputs } = await started(tokenOf(home.toUpperCase()));
    const expected = { ...outputsNow(world, id, owned), __tenantId: home };
    assert.deepEqual(outputs, expected);
    assert.deepEqual(await world.read(id, outputs), { outputs: expected, inputs: checked(owned) });
    const after = await world.update(id, outputs, renamed);
    assert.deepEqual(after, { ...outputsNow(world, id, renamed), __tenantId: home });
    const asked = signedIn("test-token");
    const counted = await asked.create(owned);
    await asked.read(counted.id, counted.outputs);
    await asked.update(counted.id, counted.outputs, renamed);
    assert.equal(world.emulator.requests.length, asked.emulator.requests.length);
  });

  it("is recorded of a create that failed at its first read, too", async () => {
    const world = signedIn(tokenOf(home));
    world.emulator.faults.add({ method: "GET", path: "connectedOrganizations/", fault: status(400) });
    const { outputs } = await partialOf(world.create(owned));
    assert.equal(outputs["__tenantId"], home);
  });

  const silent: [what: string, token: string][] = [
    ["an opaque token", "test-token"],
    ["a token of dots", "a.b.c"],
    ["a token without the claim", tokenWith({ sub: "x" })],
    ["a token whose claim is no tenant id", tokenWith({ tid: "common" })],
    ["a token whose claim is no text", tokenWith({ tid: 7 })],
  ];
  for (const [what, token] of silent) {
    it(`is not recorded of ${what}, and a record that is there changes nothing for it`, async () => {
      const { world, id, outputs } = await started(token);
      assert.deepEqual(outputs, outputsNow(world, id, owned));
      const recorded = { ...outputs, __tenantId: home };
      assert.deepEqual(await world.read(id, recorded), { outputs: recorded, inputs: checked(owned) });
      const after = await world.update(id, recorded, renamed);
      assert.deepEqual({ ...after, __tenantId: home }, { ...outputsNow(world, id, renamed), __tenantId: home });
      await world.remove(id, recorded);
      assert.deepEqual(idsIn(world), []);
    });
  }

  it("is added by a read to a state that does not have it, which is read as it is", async () => {
    const { world, id, outputs } = await started("test-token");
    const later = signedIn(tokenOf(home), world.emulator);
    const now = { ...outputs, __tenantId: home };
    assert.deepEqual(await later.read(id, outputs), { outputs: now, inputs: checked(owned) });
    assert.deepEqual(await later.compare(outputs, owned), unchanged);
    assert.deepEqual(await later.compare(now, owned), unchanged);
    await later.remove(id, outputs);
    assert.deepEqual(idsIn(world), []);
  });

  it("is no difference", async () => {
    const { world, outputs } = await started(tokenOf(home));
    assert.deepEqual(await signedIn(tokenOf(elsewhere), world.emulator).compare(outputs, owned), unchanged);
  });
});

describe("an operation in another tenant than the state's", () => {
  const operations: [name: string, run: (world: World, id: string, outputs: Values) => Promise<unknown>][] = [
    ["a read", (world, id, outputs) => world.read(id, outputs)],
    ["an update", (world, id, outputs) => world.update(id, outputs, renamed)],
    ["an update that starts with a read", (world, id, outputs) => world.update(id, unfinished(outputs), owned)],
    ["a delete", (world, id, outputs) => world.remove(id, outputs)],
  ];
  for (const [name, run] of operations) {
    for (const isThere of [false, true]) {
      it(`fails ${name} with both ids where one of its id is ${isThere ? "" : "not "}there, and writes nothing`, async () => {
        const { world: first, id, outputs } = await started(tokenOf(home));
        const world = signedIn(tokenOf(elsewhere), isThere ? first.emulator : undefined);
        const before = world.emulator.portal.list();
        world.emulator.clearRequests();
        const error = await failureOf(run(world, id, outputs));
        assert.deepEqual([error.name, error.message], ["UserError", refusal]);
        assert.deepEqual([writesOf(world), world.emulator.portal.list()], [[], before]);
      });
    }

    it(`does not fail ${name} in the same tenant`, async () => {
      const { world, id, outputs } = await started(tokenOf(home));
      await run(world, id, outputs);
    });
  }

  it("is an error of an update also where the tenant is known only by the token that the update itself fetches", async () => {
    const { id, outputs } = await started(tokenOf(home));
    const ownTenant = { tenantId: elsewhere, displayName: "Contoso Test", domains: [] };
    const settings = { ...withSecret.settings, tenantId: elsewhere };
    const world = startWorld({ seed: { ownTenant }, ...withSecret.emulator }, settings);
    const signOut = signInThrough(() => world.emulator.fetch as typeof fetch);
    try {
      const { message } = await failureOf(world.update(id, outputs, renamed));
      const who = `the client secret of app ${settings.clientId} in tenant ${elsewhere}`;
      assert.equal(message, refusal.replace("the given access token", who));
    } finally {
      signOut();
    }
  });
});
