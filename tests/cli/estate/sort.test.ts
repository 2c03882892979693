/** Who manages what: the organizations of a tenant beside the states of stacks. */
import assert from "node:assert/strict";
import { readStack } from "../../../cli/estate/claim";
import { sortEstate } from "../../../cli/estate/sort";
import { type ResourceOf, secret, stateOf } from "./state";

const id = "6f0c6a5e-3a0e-4f3c-9a55-0f2f7a2d9c11";
const organization = (state = "configured", ofId = id) => ({
  id: ofId,
  displayName: "Contoso",
  description: "",
  state,
  identitySources: [],
  stamps: {},
});
const contoso: ResourceOf = { id, name: "contoso" };
const leaving: ResourceOf = { ...contoso, more: { delete: true } };
const onlyRead: ResourceOf = { ...contoso, more: { external: true } };
const explicit: ResourceOf = {
  id: id.toUpperCase(),
  name: "contoso",
  more: { provider: "urn:pulumi:prod::p::x::y::z" },
};

type States = Readonly<Record<string, readonly ResourceOf[]>>;
const claimsOf = (states: States) =>
  Object.entries(states).flatMap(([stack, resources]) => readStack(stateOf(stack, resources), "-").claims);

/** The one organization of the tenant, beside the states of stacks. */
const rows: [title: string, states: States, standing: string, ofTenant?: ReturnType<typeof organization>[]][] = [
  ["that nobody declares", { prod: [] }, "inNoStack"],
  ["that the service made", { prod: [] }, "proposed", [organization("proposed")]],
  ["of a state that Graph adds later", { prod: [] }, "inNoStack", [organization("suspended")]],
  ["that a program declares as proposed", { prod: [contoso] }, "managed", [organization("proposed")]],
  ["of the dynamic resource", { prod: [contoso] }, "managed"],
  ["of the plugin", { prod: [{ ...contoso, door: "plugin" }] }, "managed"],
  ["of an explicit provider, in another case", { prod: [explicit] }, "managed"],
  ["in two stacks", { prod: [contoso], test: [contoso] }, "managedTwice"],
  ["twice in one stack", { prod: [contoso, { ...contoso, name: "again" }] }, "managedTwice"],
  ["through both doors", { prod: [contoso], test: [{ ...contoso, door: "plugin" }] }, "managedTwice"],
  ["that another stack only reads", { prod: [contoso], test: [onlyRead] }, "managed"],
  ["that is only read", { test: [onlyRead] }, "inNoStack"],
  ["that is not to be deleted", { prod: [{ ...contoso, more: { retainOnDelete: true, protect: true } }] }, "managed"],
  ["that the next up deletes", { prod: [leaving] }, "managed"],
  ["that the next up deletes, and another resource has", { prod: [leaving, { ...contoso, name: "new" }] }, "managed"],
  ["whose deletion was not recorded", { prod: [leaving] }, "not listed", []],
  ["that waits for its replacement", { prod: [{ ...contoso, more: { pendingReplacement: true } }] }, "not listed", []],
  ["that somebody deleted", { prod: [contoso] }, "gone", []],
  ["that somebody deleted, in two stacks", { prod: [contoso], test: [contoso] }, "gone", []],
  ["whose create did not end", { prod: [{ ...contoso, id: "" }] }, "not listed", []],
  ["whose values are secret", { prod: [{ ...contoso, inputs: { displayName: secret }, outputs: secret }] }, "managed"],
];

describe("an organization", () => {
  for (const [title, states, standing, ofTenant = [organization()]] of rows) {
    it(`${title} is ${standing}`, () => {
      const sorted = sortEstate(ofTenant, claimsOf(states));
      assert.deepEqual(
        sorted.map((one) => one.standing),
        standing === "not listed" ? [] : [standing],
      );
    });
  }

  it("keeps its resources, each once where a stack is given twice", () => {
    const claims = claimsOf({ prod: [contoso] });
    const [sorted] = sortEstate([organization()], [...claims, ...claims]);
    assert.deepEqual([sorted?.standing, sorted?.claims], ["managed", claims]);
  });
});

describe("the state of a stack", () => {
  it("tells of each organization its name, its tenant and its declared sponsors, unless they are secret", () => {
    const sponsor = "0D5C8E1A-4B7F-4F29-9A36-2C1E5D8B7F60";
    const open = { ...contoso, name: "a::b", inputs: { displayName: "Contoso", internalSponsors: [sponsor] } };
    const hidden = { ...contoso, inputs: { displayName: secret, externalSponsors: [secret] }, outputs: secret };
    const { name, claims } = readStack(
      stateOf("prod", [{ ...open, outputs: { __tenantId: "2B1D6F0A-7C55-4A0B-8F57-5D3A3E0C1F20" } }, hidden]),
      "-",
    );
    const common = { stack: "partners/prod", id, isLeaving: false };
    assert.equal(name, "partners/prod");
    assert.deepEqual(
      claims.map(({ urn: _, ...claim }) => claim),
      [
        {
          ...common,
          name: "a::b",
          displayName: "Contoso",
          tenantId: "2b1d6f0a-7c55-4a0b-8f57-5d3a3e0c1f20",
          sponsors: [sponsor.toLowerCase()],
        },
        { ...common, name: "contoso", displayName: undefined, tenantId: undefined, sponsors: [] },
      ],
    );
  });

  it("may be empty, and has then the name that it was given", () => {
    assert.deepEqual(readStack('{"version":3,"deployment":{"manifest":{}}}', "dev"), { name: "dev", claims: [] });
  });

  for (const text of ["", "[]", '{"deployment":null}', '{"version":3,"checkpoint":{}}'])
    it(`is not ${text || "an empty text"}`, () => {
      assert.throws(() => readStack(text, "a.json"), {
        message: "This is not the output of pulumi stack export: a.json.",
      });
    });
});
