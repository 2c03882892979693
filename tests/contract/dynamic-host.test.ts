// The harness itself, with small provider texts of its own.
import assert from "node:assert/strict";
import { type DynamicHost, startDynamicHost } from "../../harness/host/dynamic-host";
import { failureOf } from "../support/host";

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

  const whole = { __provider: WHOLE };
  const named = (name: string) => ({ name, ...whole });
  const calls: [call: string, answer: () => Promise<unknown>, expected: unknown][] = [
    ["check", () => host.check({}, named(" a ")), { inputs: named("a"), failures: [] }],
    [
      "a check that refuses",
      () => host.check({}, named("")),
      { inputs: named(""), failures: [{ property: "name", reason: "empty" }] },
    ],
    [
      "a diff without a change",
      () => host.diff("1", { name: "a" }, named("a")),
      { changes: false, replaces: [], deleteBeforeReplace: true },
    ],
    [
      "a diff that replaces",
      () => host.diff("1", { name: "a" }, { ...named("b"), moved: 1 }),
      { changes: undefined, replaces: ["moved"], deleteBeforeReplace: true },
    ],
    ["create", () => host.create(named("a")), { id: "1", properties: { ...named("a"), tenant: "a tenant" } }],
    ["read", () => host.read("1", named("a")), { id: "1", properties: named("a"), inputs: named("live") }],
    ["a read of what is gone", async () => (await host.read("gone", whole)).id, ""],
    ["update", () => host.update("1", {}, named("b")), { id: "1", ...named("b") }],
    ["delete", () => host.delete("1", whole), undefined],
  ];
  for (const [call, answer, expected] of calls) {
    it(`carries there and back: ${call}`, async () => {
      assert.deepEqual(await answer(), expected);
    });
  }

  it("turns a thrown error into a typed one", async () => {
    const error = await failureOf(host.delete("2", whole));
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
