// The harness itself, with small provider texts of its own.
import assert from "node:assert/strict";
import { type DynamicHost, startDynamicHost } from "../../harness/host/dynamic-host";
import { HostError } from "../../harness/host/host-error";

const provider = (body: string): string => `exports.handler=()=>(${body});`;

const WHOLE = provider(`{
  configure(request) { this.tenant = request.config.get("connectedorgs:tenantId"); },
  check(olds, news) { return { inputs: { ...news, name: news.name.trim() }, failures: news.name ? [] : [{ property: "name", reason: "empty" }] }; },
  diff(id, olds, news) { return { changes: olds.name === news.name ? false : undefined, replaces: news.moved ? ["moved"] : [], deleteBeforeReplace: true }; },
  create(inputs) { return { id: "1", outs: { ...inputs, tenant: this.tenant } }; },
  read(id, props) { return id === "gone" ? { id: "" } : { id, props, inputs: { name: "live" } }; },
  update(id, olds, news) { return { outs: { ...news, id } }; },
  delete(id) { if (id !== "1") throw new Error("no object " + id); },
}`);

describe("the harness for the dynamic-provider process", () => {
  let host: DynamicHost;

  before(async () => {
    host = await startDynamicHost({ deadlineMs: 2000 });
    await host.configure({ "connectedorgs:tenantId": "a tenant" });
  });

  after(() => host.stop());

  it("carries every call there and its answer back", async () => {
    assert.deepEqual(await host.check({}, { name: " a ", __provider: WHOLE }), {
      inputs: { name: "a", __provider: WHOLE },
      failures: [],
    });
    assert.deepEqual((await host.check({}, { name: "", __provider: WHOLE })).failures, [
      { property: "name", reason: "empty" },
    ]);
    assert.deepEqual(await host.diff("1", { name: "a" }, { name: "a", __provider: WHOLE }), {
      changes: false,
      replaces: [],
      deleteBeforeReplace: true,
    });
    const moved = await host.diff("1", { name: "a" }, { name: "b", moved: 1, __provider: WHOLE });
    assert.deepEqual(moved, { changes: undefined, replaces: ["moved"], deleteBeforeReplace: true });
    assert.deepEqual(await host.create({ name: "a", __provider: WHOLE }), {
      id: "1",
      properties: { name: "a", tenant: "a tenant", __provider: WHOLE },
    });
    assert.deepEqual(await host.read("1", { name: "a", __provider: WHOLE }), {
      id: "1",
      properties: { name: "a", __provider: WHOLE },
      inputs: { name: "live", __provider: WHOLE },
    });
    assert.equal((await host.read("gone", { __provider: WHOLE })).id, "");
    assert.deepEqual(await host.update("1", {}, { name: "b", __provider: WHOLE }), {
      id: "1",
      name: "b",
      __provider: WHOLE,
    });
    await host.delete("1", { __provider: WHOLE });
  });

  it("turns a thrown error into a typed one", async () => {
    const error = await failureOf(host.delete("2", { __provider: WHOLE }));
    assert.deepEqual(
      [error.method, error.status, error.message, error.partial],
      ["delete", 2, "no object 2", undefined],
    );
    assert.match(host.output().stderr, /no object 2/);
  });

  it("decodes the id and the properties that a partial failure carries", async () => {
    const text = provider(
      `{ create: () => Promise.reject(Object.assign(new Error("half"), { id: "7", properties: { a: 1 }, reasons: ["why"] })) }`,
    );
    const error = await failureOf(host.create({ __provider: text }));
    assert.deepEqual(error.partial, { id: "7", properties: { a: 1 }, reasons: ["why"] });
  });

  it("ends a call that is never answered at its deadline", async () => {
    const text = provider(`{ create: () => new Promise(() => {}) }`);
    assert.equal((await failureOf(host.create({ __provider: text }))).status, 4);
  });

  it("resolves the package by its public name", async () => {
    const text = provider(
      `{ create: () => ({ id: "1", outs: { name: require("pulumi-connectedorgs/package.json").name } }) }`,
    );
    assert.equal((await host.create({ __provider: text })).properties["name"], "pulumi-connectedorgs");
  });
});

async function failureOf(call: Promise<unknown>): Promise<HostError> {
  const error: unknown = await call.then(
    () => undefined,
    (reason: unknown) => reason,
  );
  assert(error instanceof HostError);
  return error;
}
