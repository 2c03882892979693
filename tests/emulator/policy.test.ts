/** Access packages and assignment policies, which callers only read. */
import assert from "node:assert/strict";
import type { EmulatorOptions } from "../../emulator";
import { brief, type Client, createClient, domain, follows, host, ids, item, type Json, sendBatch } from "./client";

const root = "/identityGovernance/entitlementManagement";
const policies = `${root}/assignmentPolicies`;
const packages = `${root}/accessPackages`;
const expanded = `${policies}?$expand=accessPackage`;

const adatum = "a1d4c7e0-52b8-4f96-8e3a-6b0c9d7f2e15";
const workspace = { id: "f0e1d2c3-b4a5-4968-8776-655443322110", displayName: "Workspace" };
const createdDateTime = "2026-01-02T03:04:05Z";
const members = { "@odata.type": "#microsoft.graph.connectedOrganizationMembers", connectedOrganizationId: adatum };
const group = { "@odata.type": "#microsoft.graph.groupMembers", groupId: ids.managers, description: "Managers" };

const seed: EmulatorOptions["seed"] = {
  organizations: [{ id: adatum, displayName: "Adatum", identitySources: [domain("adatum.com")] }],
  accessPackages: [{ ...workspace, createdDateTime }],
  assignmentPolicies: [
    {
      id: ids.nobody,
      displayName: "Adatum only",
      allowedTargetScope: "specificConnectedOrganizationUsers",
      specificAllowedTargets: [members, group],
      accessPackageId: workspace.id.toUpperCase(),
      createdDateTime,
    },
    { displayName: "By hand", accessPackageId: workspace.id },
  ],
};

const start = (switches: EmulatorOptions["switches"] = {}) => createClient({ seed, switches });
const first = async (client: Client, path = expanded) => (await client.readAll(path))[0] ?? {};
const control = (client: Client, method: string, path: string, body?: unknown) =>
  client.call(method, `${host}/_emulator${path}`, body);

const wholePackage = {
  ...workspace,
  description: null,
  isHidden: false,
  createdDateTime,
  modifiedDateTime: createdDateTime,
};
const wholePolicy = {
  id: ids.nobody,
  displayName: "Adatum only",
  description: null,
  allowedTargetScope: "specificConnectedOrganizationUsers",
  specificAllowedTargets: [{ ...members, description: "Adatum" }, group],
  createdDateTime,
  modifiedDateTime: createdDateTime,
  automaticRequestSettings: null,
};

describe("emulator: assignment policies", () => {
  it("shows a policy with the name of the organization it names, and the package if that is asked", async () => {
    const client = start();
    assert.deepEqual(await first(client, policies), wholePolicy);
    assert.deepEqual(await first(client), { ...wholePolicy, accessPackage: wholePackage });
    assert.deepEqual(await client.readAll(packages), [wholePackage]);
  });

  it("pages, selects and expands, in a batch, too", async () => {
    const query = "$select=displayname&$expand=AccessPackage($select=id,displayName)&$top=1";
    const [answer] = await sendBatch(start(), [{ id: "1", method: "GET", url: `${policies}?${query}` }]);
    const { value, "@odata.nextLink": link } = answer?.body ?? {};
    assert.deepEqual(value, [{ displayName: "Adatum only", accessPackage: workspace }]);
    assert.match(String(link), /assignmentPolicies\?\$select=displayname&\$expand=AccessPackage.*&\$skiptoken=/);
    const names = (await start({ pageSize: 1, emptyPage: "first" }).readAll(policies)).map(
      (each) => each["displayName"],
    );
    assert.deepEqual(names, ["Adatum only", "By hand"]);
  });

  const policy = `${policies}/${ids.nobody}`;
  const accessPackage = `${packages}/${workspace.id}`;
  const one: [set: string, key: string, shown: Json][] = [
    [policies, `/${ids.nobody}`, wholePolicy],
    [policies, `('${ids.nobody.toUpperCase()}')`, wholePolicy],
    [
      policies,
      `/${ids.nobody}?$select=ID&$expand=accessPackage($select=id)`,
      { id: ids.nobody, accessPackage: { id: workspace.id } },
    ],
    [packages, `/${workspace.id}`, wholePackage],
    [packages, `/${workspace.id}?$select=displayName`, { displayName: workspace.displayName }],
  ];
  for (const [set, key, shown] of one) {
    it(`shows one: ${set.replace(root, "…")}${key}`, async () => {
      const context = `${host}/v1.0/$metadata#${set.slice(1)}/$entity`;
      const { status, json } = await start().call("GET", set + key);
      assert.deepEqual([status, json], [200, { "@odata.context": context, ...shown }]);
    });
  }

  for (const [method, path, expected] of [
    ["GET", `${policies}/${adatum}`, "404 ResourceNotFound"],
    ["GET", `${packages}/${adatum}`, "404 ResourceNotFound"],
    ["GET", `${policies}/1`, "400 InvalidFilter"],
    ["GET", `${policies}/$count`, "400 BadRequest"],
    ["GET", `${policy}?$top=1`, "400 BadRequest"],
    ["GET", `${accessPackage}?$expand=accessPackage`, "400 BadRequest"],
    ["DELETE", policy, "405 BadRequest"],
    ["GET", `${policies}?$expand=catalog`, "400 BadRequest"],
    ["GET", `${policies}?$expand=accessPackage($select=size)`, "400 BadRequest"],
    ["GET", `${policies}?$select=size`, "400 BadRequest"],
    ["GET", `${policies}?$filter=displayName eq 'x'`, "400 BadRequest"],
    ["GET", `/beta${policies}`, "400 BadRequest"],
    ["POST", policies, "405 BadRequest"],
    ["DELETE", packages, "405 BadRequest"],
  ] as const) {
    it(`answers ${method} ${path.replace(root, "…")} with ${expected}`, async () => {
      assert.equal(await start().brief(method, path), expected);
    });
  }

  it("wants the permission that organizations want", async () => {
    const client = start();
    client.emulator.portal.setPermissions(["CrossTenantInformation.ReadBasic.All"]);
    for (const path of [policies, policy, packages, accessPackage])
      assert.equal(await client.brief("GET", path), "403 UnAuthorized");
  });

  follows(
    "answers a caller who may read organizations",
    async (client) => {
      const answer = await client.call("GET", policies);
      return [brief(answer), (answer.json["value"] as Json[] | undefined)?.length, await client.brief("GET", policy)];
    },
    seed,
  )([
    [{ policiesPermission: "granted" }, ["200", 2, "200"]],
    [{ policiesPermission: "refused" }, ["403 UnAuthorized", undefined, "403 UnAuthorized"]],
    [{ policiesPermission: "hidden" }, ["200", 0, "404 ResourceNotFound"]],
  ]);

  follows(
    "answers $expand=accessPackage",
    async (client) => {
      const answer = await client.call("GET", `${expanded}($select=id)`);
      return [brief(answer), (answer.json["value"] as Json[] | undefined)?.[0]?.["accessPackage"]];
    },
    seed,
  )([
    [{ expandAccessPackage: "honoured" }, ["200", { id: workspace.id }]],
    [{ expandAccessPackage: "ignored" }, ["200", undefined]],
    [{ expandAccessPackage: "refused" }, ["400 BadRequest", undefined]],
  ]);

  const { connectedOrganizationId } = members;
  const shown = (odataType?: string, id = connectedOrganizationId) => ({
    ...(odataType === undefined ? {} : { "@odata.type": odataType }),
    description: "Adatum",
    connectedOrganizationId: id,
  });
  follows(
    "writes a target",
    async (client) => ((await first(client))["specificAllowedTargets"] as Json[])[0],
    seed,
  )([
    [{ policyTarget: "typed" }, shown(members["@odata.type"])],
    [{ policyTarget: "typed", odataType: "bare" }, shown(members["@odata.type"].slice(1))],
    [
      { policyTarget: "backendNamespace" },
      shown("#Microsoft.IGAELM.EC.FrontEnd.ExternalModel.connectedOrganizationMembers"),
    ],
    [{ policyTarget: "untyped" }, shown()],
    [{ targetIdCase: "upperCase" }, shown(members["@odata.type"], adatum.toUpperCase())],
  ]);

  follows(
    "answers the DELETE of an organization that a policy names, and of another",
    async (client) => {
      const other = await client.create("b.example");
      const answers = [
        await client.brief("DELETE", item(adatum.toUpperCase())),
        await client.brief("DELETE", item(other)),
      ];
      return [answers, (await client.readAll(policies)).length];
    },
    seed,
  )([
    [{ deleteUsed: 204 }, [["204", "204"], 2]],
    [{ deleteUsed: 400 }, [["400 InvalidDeleteResourceHasEntitlements", "204"], 2]],
  ]);

  it("are made, changed and deleted in the portal and over HTTP", async () => {
    const client = start();
    const { portal } = client.emulator;
    const made = (await control(client, "POST", "/accessPackages", { displayName: "Second" })).json;
    const body = { displayName: "All", accessPackageId: made["id"] };
    const { id } = (await control(client, "POST", "/assignmentPolicies", body)).json;
    const change = { ...body, id, allowedTargetScope: "allExternalUsers" };
    assert.equal((await control(client, "POST", "/assignmentPolicies", change)).status, 201);
    const scopes = portal.policies().map(({ allowedTargetScope }) => allowedTargetScope);
    assert.deepEqual(scopes, ["specificConnectedOrganizationUsers", "notSpecified", "allExternalUsers"]);
    assert.equal((await control(client, "DELETE", `/assignmentPolicies/${ids.nobody.toUpperCase()}`)).status, 204);
    const listed = await Promise.all(
      ["/accessPackages", "/assignmentPolicies"].map(async (path) => (await control(client, "GET", path)).json),
    );
    assert.deepEqual(listed, [portal.accessPackages(), portal.policies()]);
    assert.deepEqual([portal.accessPackages().length, portal.policies().length], [2, 2]);
  });

  it("say what the portal cannot find", () => {
    const { portal } = start().emulator;
    const lost = { displayName: "Lost", accessPackageId: ids.nobody };
    assert.throws(() => portal.setPolicy(lost), { message: `There is no access package ${ids.nobody}.` });
    assert.throws(() => portal.deletePolicy(adatum), { message: `There is no assignment policy ${adatum}.` });
  });
});
