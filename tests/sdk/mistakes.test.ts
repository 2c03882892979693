/** What the class finds wrong before anything is registered. Under mocks there is no engine to tell, so it throws. */
import assert from "node:assert/strict";
import * as pulumi from "@pulumi/pulumi";
import { ConnectedOrganization, type ConnectedOrganizationArgs } from "../../sdk";
import { mistakesIn } from "../../sdk/mistakes";
import { useMocks } from "./mocks";

const source = { type: "domainIdentitySource", domainName: "contoso.com" };
const contoso = { displayName: "Contoso", identitySources: [source] };
const empty = ["displayName must not be empty."];

describe("a declaration with mistakes", () => {
  const registered = useMocks();

  it("is an error with all of them under mocks, and is not registered", async () => {
    const args = { displayName: "", identitySources: [], state: "Proposed" } as unknown as ConnectedOrganizationArgs;
    assert.throws(() => new ConnectedOrganization("contoso", args), {
      message: [
        "displayName must not be empty.",
        'state must be configured or proposed, not "Proposed". Did you mean proposed?',
        "identitySources must not be empty: at least one identity source must be provided.",
      ].join("\n"),
    });
    await new Promise(setImmediate);
    assert.deepEqual(registered, []);
  });

  const output = pulumi.output("");
  const passes: [title: string, args: object, opts: pulumi.CustomResourceOptions][] = [
    ["is an output", { ...contoso, displayName: output }, {}],
    ["is a promise", { ...contoso, identitySources: Promise.resolve([]) }, {}],
    ["is a secret", { ...contoso, displayName: pulumi.secret("") }, {}],
    ["is inside a list or a source", { ...contoso, identitySources: [output, { ...source, domainName: output }] }, {}],
    [
      "is no plain value",
      { displayName: 1n, identitySources: new Map(), state: () => "", description: new Date() },
      {},
    ],
    ["is undefined", { ...contoso, tags: undefined, state: undefined }, {}],
    ["is ignored", { ...contoso, displayName: "" }, { ignoreChanges: ["displayName"] }],
    [
      "is in an ignored list",
      { ...contoso, identitySources: [{ type: "domain" }] },
      { ignoreChanges: ["identitySources[0]"] },
    ],
    ["is of an organization of which all is ignored", {}, { ignoreChanges: ["*"] }],
    ["is of an organization that is only read", {}, { id: "some-id" }],
    ["may be changed by a transform", {}, { transforms: [() => undefined] }],
    ["may be changed by a transformation", {}, { transformations: [() => undefined] }],
    [
      "is of a kind that the state may hold",
      { ...contoso, identitySources: [source, { type: "verifiedId", did: 1 }] },
      {},
    ],
  ];
  for (const [title, args, opts] of passes) {
    it(`is left to the engine where what is wrong ${title}`, () => assert.deepEqual(mistakesIn(args, opts), []));
  }

  it("is told beside what is not known, ignored or endless", () => {
    const endless: Record<string, unknown> = { ...source };
    endless["displayName"] = endless;
    const args = { description: pulumi.output(""), displayName: "", identitySources: [endless, pulumi.output(source)] };
    assert.deepEqual(mistakesIn(args, { ignoreChanges: ["state"] }), empty);
  });
});
