/** Signing in with a client secret, and how one refusal or throttled answer affects other operations. */
import assert from "node:assert/strict";
import { PartialFailure } from "../../../provider/errors";
import { failureOf, messageOf } from "../../support/failures";
import { collection, unread } from "../../support/organizations";
import { signInThrough } from "../../support/sign-in";
import { free, owned } from "../../support/sources";
import { startWorld, type World } from "../../support/world";

const host = "https://login.example";
const tenantId = "7c0f3a52-8d1e-4b6a-9f24-3e5d6c7b8a91";
const clientId = "6e0b4a71-2f8c-4d93-b5e6-9c1d7f3a2b84";

let restore = (): void => undefined;

function startWithSecret(): World {
  const settings = { accessToken: "", tenantId, clientId, clientSecret: "emulator-secret", authorityHost: host };
  const world = startWorld({ switches: { acceptedTokens: "issued" } }, settings);
  restore = signInThrough(() => world.emulator.fetch as typeof fetch);
  return world;
}

const signIn = `POST /${tenantId}/oauth2/v2.0/token`;

describe("signing in with a client secret", () => {
  afterEach(() => restore());

  it("requests one token for all operations, even if they start together", async () => {
    const world = startWithSecret();
    await Promise.all([world.create(owned), world.create(free)]);
    assert.equal(world.sent().filter((line) => line === signIn).length, 1);
  });

  it("requests a new token two minutes before the old one expires", async () => {
    const world = startWithSecret();
    const { id, outputs } = await world.create(owned);
    await world.clock.sleep(3_600_000 - 121_000);
    world.sent();
    await world.read(id, outputs);
    assert.deepEqual(world.sent(), [`GET ${collection}/${id}`]);
    await world.clock.sleep(2000);
    await world.read(id, outputs);
    assert.deepEqual(world.sent(), [signIn, `GET ${collection}/${id}`]);
  });

  it("requests a new token after a 401 and repeats the request, even a POST", async () => {
    const world = startWithSecret();
    world.emulator.faults.add({ path: "connectedOrganizations", fault: { kind: "status", status: 401 } });
    const { id } = await world.create(owned);
    assert.deepEqual(world.sent(), [
      signIn,
      `POST ${collection}`,
      signIn,
      `POST ${collection}`,
      `GET ${collection}/${id}`,
    ]);
    assert.equal(world.emulator.portal.list().length, 1);
  });

  it("requests no third token for one request", async () => {
    const world = startWithSecret();
    world.emulator.faults.add({
      path: "connectedOrganizations",
      times: "always",
      fault: { kind: "status", status: 401 },
    });
    assert.match(await messageOf(world.create(owned)), /^Graph answered 401 InvalidAuthenticationToken: /);
    assert.deepEqual(world.sent(), [signIn, `POST ${collection}`, signIn, `POST ${collection}`]);
  });
});

describe("the time-out of an operation", () => {
  it("bounds every wait and every try", async () => {
    const world = startWorld({ switches: { createdHiddenReads: 10_000 } }, { timeoutSeconds: "30" });
    const startedAt = world.clock.now();
    await failureOf(world.create(owned));
    assert.ok(world.clock.now() - startedAt <= 30_000);
    assert.ok(world.clock.timeouts.every((milliseconds) => milliseconds <= 10_000));
  });

  it("gives no try more than a minute", async () => {
    const world = startWorld({}, { timeoutSeconds: "86400" });
    await world.create(owned);
    assert.deepEqual(new Set(world.clock.timeouts), new Set([60_000]));
  });

  it("ends a connection that hangs", async () => {
    const world = startWorld({}, { timeoutSeconds: "1.5" });
    const { id, outputs } = await world.create(owned);
    world.emulator.faults.add({ times: "always", fault: { kind: "hang" } });
    assert.match(await messageOf(world.read(id, outputs)), /^Graph did not answer in time/);
  });
});

describe("an operation that is asked to stop", () => {
  it("stops waiting, and keeps what it created", async () => {
    const stop = new AbortController();
    const world = startWorld(
      {
        switches: { createdHiddenReads: 10_000 },
        onAnswer: () => world.emulator.requests.length === 3 && stop.abort(),
      },
      {},
      { signal: stop.signal },
    );
    const error = await failureOf(world.create(owned));
    assert.ok(error instanceof PartialFailure);
    assert.deepEqual(
      [error.message, error.id, error.outputs],
      ["creating: Interrupted.", world.emulator.portal.list()[0]?.id, unread(owned)],
    );
    assert.equal(world.emulator.requests.length, 3);
  });
});
