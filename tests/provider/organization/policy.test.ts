/** Which organizations an assignment policy names, in the forms in which Graph may write it. */
import assert from "node:assert/strict";
import { policiesThatName, policyFromGraph } from "../../../provider/organization/policy";

const id = "6f0c6a5e-3a0e-4f3c-9a55-0f2f7a2d9c11";
const other = "7a1c6a5e-3a0e-4f3c-9a55-0f2f7a2d9c22";
const members = "#microsoft.graph.connectedOrganizationMembers";
const policy = {
  id: "b2eba9a1-b357-42ee-83a8-336522ed6cbf",
  displayName: "Suppliers",
  allowedTargetScope: "specificConnectedOrganizationUsers",
  accessPackage: { id: "56ff43fd-6b05-48df-9634-956a777fce6d", displayName: "Supplier portal" },
};
const to = (...specificAllowedTargets: unknown[]) => ({ ...policy, specificAllowedTargets });
const user = { "@odata.type": "#microsoft.graph.singleUser", userId: id };
const target = { "@odata.type": members, connectedOrganizationId: id, description: "Wingtip" };

describe("an assignment policy", () => {
  it("is read with its access package", () => {
    assert.deepEqual(policyFromGraph(to(target, user, { ...target, connectedOrganizationId: other })), {
      ...policy,
      organizations: [id, other],
    });
  });

  const named: [form: string, body: object, organizations: string[]][] = [
    ["a type without #", to({ "@odata.type": members.slice(1), id }), [id]],
    ["a type in another case", to({ "@odata.type": members.toUpperCase(), id }), [id]],
    ["a type of tomorrow", to({ ...target, "@odata.type": "#microsoft.graph.partners" }), [id]],
    ["no type", to({ connectedOrganizationId: id }), [id]],
    ["an id in upper case", to({ ...target, connectedOrganizationId: id.toUpperCase() }), [id]],
    ["beta's property", to({ "@odata.type": members, id }), [id]],
    ["the same organization twice", to(target, target), [id]],
    ["people who request for others", { ...to(), requestorSettings: { onBehalfRequestors: [target] } }, [id]],
    ["other subjects only", to(user, null, "text"), []],
    ["nobody", to(), []],
    [
      "all organizations, without a list",
      { ...policy, allowedTargetScope: "allConfiguredConnectedOrganizationUsers" },
      [],
    ],
    ["no scope and no list", { id: policy.id }, []],
  ];
  for (const [form, body, organizations] of named) {
    it(`with ${form} names ${organizations.length === 0 ? "none" : "the organization"}`, () => {
      assert.deepEqual(policyFromGraph(body)?.organizations, organizations);
    });
  }

  const unreadable: [form: string, body: unknown][] = [
    ["without the list of those it is for", policy],
    ["for an organization without an id", to({ "@odata.type": members })],
    ["for an organization whose id is null", to({ connectedOrganizationId: null })],
    ["without an id of its own", { ...to(target), id: undefined }],
    ["that is no object", "policy"],
  ];
  for (const [form, body] of unreadable) {
    it(`${form} is unreadable`, () => assert.equal(policyFromGraph(body), undefined));
  }

  it("is found by the organization's id in any case", () => {
    const [ours, theirs] = [to(target), to({ ...target, connectedOrganizationId: other })].map(policyFromGraph);
    assert.ok(ours && theirs);
    assert.deepEqual(policiesThatName([theirs, ours], id.toUpperCase()), [ours]);
  });
});
