/** The adapter as the dynamic-provider process calls it, over real HTTP. */
import assert from "node:assert/strict";
import { createEmulator, type Emulator, type Listener } from "../../emulator";
import type { ConnectedOrganizationProvider } from "../../provider/host";
import type { Values } from "../../provider/organization/recorded";
import { waits } from "../../provider/waits";
import { failureOf } from "../support/failures";
import { replacement, unchanged, unread } from "../support/organizations";
import { domain, organization, owned } from "../support/sources";

const provided = "exports.handler = () => {};";
const declared: Values = { ...owned, __provider: provided };

/** A provider as a new process has it, with this stack configuration. */
function start(config: Record<string, string>): ConnectedOrganizationProvider {
  const path = require.resolve("../../provider/host");
  delete require.cache[path];
  const { connectedOrganization } = require(path) as typeof import("../../provider/host");
  connectedOrganization.configure({ config: { get: (key) => config[key] } });
  return connectedOrganization;
}

/** What must be true of everything that is given to the host. */
function assertPlain(value: unknown): void {
  assert.deepEqual(JSON.parse(JSON.stringify({ value })), { value });
}

function assertClean(error: Error): void {
  assert.equal(error.constructor, Error);
  assert.equal(error.stack, "");
  assert.equal("code" in error, false);
}

describe("the provider for the host", () => {
  let emulator: Emulator;
  let listener: Listener;
  let provider: ConnectedOrganizationProvider;
  let before: Record<string, string | undefined>;
  let interrupts: number;

  beforeEach(async () => {
    before = { ...process.env };
    interrupts = process.listenerCount("SIGINT");
    for (const name of Object.keys(process.env)) if (/^(CONNECTEDORGS|ARM|AZURE)_/.test(name)) delete process.env[name];
    emulator = createEmulator();
    listener = await emulator.listen();
    provider = start(settings());
  });

  afterEach(async () => {
    await listener.close();
    Object.assign(process.env, before);
    // Each provider listens until its process ends.
    for (const stop of process.rawListeners("SIGINT").slice(interrupts)) process.off("SIGINT", stop as () => void);
  });

  const settings = (more: Record<string, string> = {}) => ({
    "connectedorgs:graphEndpoint": listener.url,
    "connectedorgs:authorityHost": listener.url,
    "connectedorgs:accessToken": "token",
    ...more,
  });

  it("prints what each operation waits for", async () => {
    const { inputs } = await provider.check({}, declared);
    const { id, outs } = await provider.create(inputs);
    const operations: ((process: ConnectedOrganizationProvider) => Promise<unknown>)[] = [
      (process) => process.read(id, outs),
      (process) => process.update(id, outs, { ...inputs, description: "other" }),
      (process) => process.delete(id, outs),
      (process) => process.create(inputs),
    ];
    const patient: { silence: number } = waits;
    const { silence } = waits;
    const { write } = process.stdout;
    const printed: string[] = [];
    patient.silence = 0;
    process.stdout.write = (text) => printed.push(String(text)) > 0;
    try {
      for (const run of operations) await run(start(settings()));
    } finally {
      process.stdout.write = write;
      patient.silence = silence;
    }
    const line = 'connected organization "Partner": waiting for Graph to answer, 0 s so far\n';
    assert.deepEqual(
      printed,
      operations.map(() => line),
    );
  });

  it("carries an organization through its life, each answer plain and new", async () => {
    const { inputs, failures } = await provider.check({}, declared);
    assert.deepEqual(failures, []);
    const created = await provider.create({ ...inputs, __provider: provided });
    const { id, outs } = created;
    const state = { ...outs, __provider: provided };
    assert.deepEqual(await provider.diff(id, state, { ...inputs, __provider: provided }), unchanged);
    const seen = await provider.read(id, { ...outs, __provider: provided });
    assert.deepEqual(seen, { id, props: outs, inputs });
    assert.notEqual(seen.props?.["identitySources"], outs["identitySources"]);
    const renamed = { ...inputs, displayName: "Renamed" };
    assert.deepEqual(await provider.diff(id, outs, renamed), {});
    const another = organization(domain("adatum.com"));
    assert.deepEqual(await provider.diff(id, outs, (await provider.check({}, another)).inputs), replacement);
    const updated = await provider.update(id, outs, renamed);
    assert.equal(updated.outs["displayName"], "Renamed");
    for (const answer of [inputs, created, seen, updated]) assertPlain(answer);
    assert.equal(await provider.delete(id, updated.outs), undefined);
    assert.deepEqual(await provider.read(id, updated.outs), {});
    assert.deepEqual(emulator.portal.list(), []);
  });

  it("updates a state of the plugin, which lacks the text that the host runs", async () => {
    const { inputs } = await provider.check({}, declared);
    const { id, outs } = await provider.create(inputs);
    assert.deepEqual(await provider.diff(id, outs, inputs), { changes: true });
    assert.deepEqual(await provider.update(id, outs, inputs), { outs });
  });

  it("answers first calls that come together", async () => {
    const names = ["wingtiptoys.com", "fabrikam.com", "litwareinc.com", "adatum.com"];
    const created = await Promise.all(names.map((name) => provider.create(organization(domain(name)))));
    assert.equal(new Set(created.map(({ id }) => id)).size, 4);
    assert.equal(emulator.portal.list().length, 4);
  });

  it("reads its configuration once", async () => {
    let reads = 0;
    const config: Record<string, string> = settings();
    const get = (key: string) => {
      reads += 1;
      return config[key];
    };
    provider.configure({ config: { get } });
    await provider.check({}, declared);
    const once = reads;
    const { id, outs } = await provider.create(declared);
    await provider.read(id, outs);
    assert.deepEqual([once > 0, reads], [true, once]);
  });

  it("takes the newest configuration", async () => {
    provider.configure({ config: { get: (key) => ({ ...settings(), "connectedorgs:apiVersion": "beta" })[key] } });
    await provider.create(declared);
    assert.ok(emulator.requests.every(({ path }) => path.startsWith("/beta/")));
  });

  it("does not throw on a wrong configuration, which is a failure of check and an error of every other call", async () => {
    const wrong = start(settings({ "connectedorgs:environment": "publik" }));
    const calls: Record<string, () => Promise<unknown>> = {
      comparing: () => wrong.diff("1", declared, declared),
      creating: () => wrong.create(declared),
      reading: () => wrong.read("1", declared),
      updating: () => wrong.update("1", declared, declared),
      deleting: () => wrong.delete("1", declared),
    };
    const said =
      'The setting environment must be one of public, global, usgovernment, usgovernmentl4, usgovernmentl5, dod, china, not "publik". Did you mean public?';
    const { failures } = await wrong.check({}, { ...declared, state: "open" });
    assert.deepEqual(failures, [
      { property: "", reason: said },
      { property: "state", reason: 'must be configured or proposed, not "open".' },
    ]);
    for (const [doing, call] of Object.entries(calls)) {
      for (const error of [await failureOf(call()), await failureOf(call())]) {
        const id = ["reading", "updating", "deleting"].includes(doing) ? " (1)" : "";
        assert.equal(error.message, `${doing} connected organization "Partner"${id}: ${said}`);
        assertClean(error);
      }
    }
    assert.deepEqual(emulator.requests, []);
  });

  it("asks for a credential only when a request is to be sent", async () => {
    const without = start({ ...settings(), "connectedorgs:accessToken": "" });
    assert.deepEqual((await without.check({}, declared)).failures, []);
    const error = await failureOf(without.create(declared));
    assert.match(error.message, /^creating connected organization "Partner": No credential is configured\. Set /);
    assertClean(error);
  });

  it("hands over what exists when a create does not end, with the provider's own text", async () => {
    emulator.faults.add({ method: "GET", fault: { kind: "status", status: 401 } });
    const error = await failureOf(provider.create(declared));
    const [{ id } = { id: "" }] = emulator.portal.list();
    const { message, stack: _, ...rest } = Object.assign({ message: error.message, stack: "" }, error);
    assert.match(
      message,
      /^creating connected organization "Partner": Graph answered 401 InvalidAuthenticationToken: /,
    );
    const { inputs } = await provider.check({}, owned);
    const { properties: handed, ...others } = rest as { properties?: Values };
    assert.deepEqual(handed, { ...unread(owned), __provider: provided });
    assert.deepEqual(others, { id, reasons: [message] });
    assertPlain(handed);
    assertClean(error);
    const { outs } = await provider.update(id, handed ?? {}, declared);
    assert.deepEqual(await provider.diff(id, { ...outs, __provider: provided }, inputs), unchanged);
    assert.equal(emulator.portal.list().length, 1);
  });

  it("makes an error of whatever is thrown inside", async () => {
    const thrower = {
      get: () => {
        throw "not an error";
      },
    };
    provider.configure({ config: thrower });
    for (const call of [provider.check({}, declared), provider.delete("1", declared)]) {
      const error = await failureOf(call);
      assertClean(error);
      assert.match(
        error.message,
        /connected organization "Partner".*: "?not an error"?\. This is a defect in pulumi-connectedorgs/,
      );
    }
  });
});
