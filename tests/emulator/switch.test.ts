/** The switches of organizations: each position is seen from outside. */
import assert from "node:assert/strict";
import { switchTable } from "../../emulator";
import { clientId, secret } from "../support/sign-in";
import {
  brief,
  type Client,
  createClient,
  domain,
  fabrikam,
  follows,
  host,
  ids,
  item,
  organizations,
  reference,
  tenant,
  wingtip,
  withSwitches,
} from "./client";

const create = (client: Client, body: object) => client.brief("POST", organizations, body);
const patch = (client: Client, id: string, body: object) => client.brief("PATCH", item(id), body);
const sourceCount = (sources: unknown) => ((sources ?? []) as unknown[]).length;

describe("emulator: the switches of create", () => {
  follows("shows sources in the answer to a POST", async (client) => {
    const { json } = await client.call("POST", organizations, { identitySources: [domain("fabrikam.com")] });
    return "identitySources" in json ? json["identitySources"] : "none";
  })([
    [{ postIdentitySources: "empty" }, []],
    [{ postIdentitySources: "absent" }, "none"],
    [{ postIdentitySources: "filled" }, [fabrikam]],
  ]);

  follows("sends a Location header", async (client) => {
    const { headers } = await client.call("POST", organizations, { identitySources: [domain("adatum.com")] });
    return headers.has("location");
  })([
    [{ locationHeader: "present" }, true],
    [{ locationHeader: "absent" }, false],
  ]);

  const { duplicateCode, duplicateStatus } = switchTable;
  follows("answers a second organization of the same tenant", async (client) => {
    await client.create("fabrikam.com");
    const again = [tenant(ids.fabrikam.toUpperCase()), domain("fabrikam.onmicrosoft.com")];
    const answers = [];
    for (const source of again) answers.push(await create(client, { identitySources: [source] }));
    return [...answers, (await client.readAll(organizations)).length];
  })([
    ...duplicateCode.positions.flatMap((code) =>
      duplicateStatus.positions.map((status) => {
        const refused = `${status} ${code}`;
        return [{ duplicateCode: code, duplicateStatus: status }, [refused, refused, 1]] as const;
      }),
    ),
    [{ duplicate: "allowed" }, ["201", "201", 3]],
  ]);

  const duplicate = "400 ConnectedOrganizationAlreadyExists";
  follows("answers a POST and PATCHes with a name that is taken, and with the own one", async (client) => {
    await client.create("adatum.com", { displayName: "Partner" });
    const created = await create(client, { displayName: "partner", identitySources: [domain("b.example")] });
    const other = await client.create("c.example");
    const renamed = await patch(client, other, { displayName: "Partner" });
    return [created, renamed, await patch(client, other, { displayName: "c.example" })];
  })([
    [{ duplicateDisplayName: "allowed" }, ["201", "204", "204"]],
    [{ duplicateDisplayName: "refused" }, [duplicate, duplicate, "204"]],
  ]);

  follows("stores what a POST of two sources sends", async (client) => {
    const body = { identitySources: [domain("a.example"), domain("b.example")] };
    const created = await create(client, body);
    const [first] = await client.readAll(organizations);
    return [created, sourceCount(first?.["identitySources"])];
  })([
    [{ twoSources: "accepted" }, ["201", 2]],
    [{ twoSources: "ignored" }, ["201", 1]],
    [{ twoSources: "refused" }, ["400 InvalidModel", 0]],
  ]);

  follows("answers POSTs without displayName and with null in its place", async (client) => [
    await create(client, { identitySources: [domain("adatum.com")] }),
    await create(client, { displayName: null, identitySources: [domain("b.example")] }),
  ])([
    [{ postDisplayName: "accepted" }, ["201", "201"]],
    [{ postDisplayName: "refused" }, ["400 BadRequest", "400 BadRequest"]],
  ]);

  const noSource = "400 InvalidModel";
  follows("answers POSTs without a source and PATCHes with [] and null, and keeps sources", async (client) => {
    const empty = await create(client, { displayName: "x", identitySources: [] });
    const absent = await create(client, { displayName: "y" });
    const id = await client.create("adatum.com");
    const results: unknown[] = [empty, absent];
    for (const identitySources of [[], null]) {
      results.push(await patch(client, id, { identitySources }), sourceCount(await client.sources(id)));
    }
    return results;
  })([
    [{ zeroSources: "accepted" }, ["201", "201", "204", 0, "204", 0]],
    [{ zeroSources: "ignored" }, ["201", "201", "204", 1, "204", 1]],
    [{ zeroSources: "refused" }, [noSource, noSource, noSource, 1, noSource, 1]],
  ]);

  follows("takes sponsors inside a POST", async (client) => {
    const answer = await client.call("POST", organizations, {
      identitySources: [domain("adatum.com")],
      internalSponsors: [{ id: ids.adele }, reference(ids.managers)],
      "externalSponsors@odata.bind": [`${host}/v1.0/users/${ids.diego}`],
    });
    const [stored] = client.emulator.portal.list();
    return [brief(answer), stored?.internalSponsors, stored?.externalSponsors];
  })([
    [{ inlineSponsors: "accepted" }, ["201", [ids.adele, ids.managers], [ids.diego]]],
    [{ inlineSponsors: "ignored" }, ["201", [], []]],
    [{ inlineSponsors: "refused" }, ["400 InvalidModel", undefined, undefined]],
  ]);

  for (const [rule, source] of [
    ["ownTenant", domain("contoso.com")],
    ["ownTenant", tenant(ids.own)],
    ["malformedDomain", domain("not a domain")],
    ["unknownTenant", tenant(ids.nobody, "Nobody")],
  ] as const) {
    follows(`answers a POST of ${JSON.stringify(source)}`, (client) => create(client, { identitySources: [source] }))([
      [{ [rule]: "accepted", ruleCode: "InvalidModel" }, "201"],
      [{ [rule]: "refused", ruleCode: "InvalidModel" }, "400 InvalidModel"],
    ]);
  }
});

describe("emulator: the switches of PATCH", () => {
  for (const [patchAnswer, shown] of [
    [204, []],
    [202, ["@odata.context", "id", "displayName"]],
    [200, undefined],
  ] as const) {
    it(`answers a PATCH as patchAnswer ${patchAnswer} says`, async () => {
      const client = withSwitches({ patchAnswer });
      const id = await client.create("adatum.com");
      const { status, text, json } = await client.call("PATCH", item(id), { displayName: "new" });
      const whole = await client.read(id);
      const expected = Object.entries(whole).filter(([key]) => shown?.some((name) => name === key) ?? true);
      assert.deepEqual([status, json, text === ""], [patchAnswer, Object.fromEntries(expected), patchAnswer === 204]);
    });
  }

  const [a, b] = [domain("a.example"), domain("b.example")];
  follows("tolerates a PATCH of equal sources and answers one of others", async (client) => {
    const id = await client.create("a.example");
    const same = await patch(client, id, { identitySources: [domain("A.example", "name")] });
    const other = await patch(client, id, { identitySources: [b] });
    return [same, other, await client.sources(id)];
  })([
    [{ patchIdentitySources: "replaces" }, ["204", "204", [b]]],
    [{ patchIdentitySources: "ignored" }, ["204", "204", [a]]],
    [{ patchIdentitySources: "refused" }, ["204", "400 InvalidModel", [a]]],
  ]);

  it("refuses to replace a source by one of another organization", async () => {
    const client = createClient();
    await client.create("fabrikam.com");
    const id = await client.create("adatum.com");
    const answer = await patch(client, id, { identitySources: [domain("fabrikam.com")] });
    assert.equal(answer, "400 ConnectedOrganizationAlreadyExists");
  });

  follows("stores a domain that a PATCH brings", async (client) => {
    const id = await client.create("adatum.com");
    await patch(client, id, { identitySources: [domain("wingtiptoys.com")] });
    return await client.sources(id);
  })([
    [{ swapOnPatch: "swapped" }, [wingtip]],
    [{ swapOnPatch: "kept" }, [domain("wingtiptoys.com")]],
  ]);

  const description = (value: unknown) => ({ description: value });
  follows("shows a description that was cleared by null and by an empty string", async (client) => {
    const id = await client.create("adatum.com", { description: "Supplier" });
    const shown = async () => {
      const organization = await client.read(id);
      return "description" in organization ? { description: organization["description"] } : {};
    };
    const cleared = await patch(client, id, { description: null });
    const first = await shown();
    await patch(client, id, { description: "" });
    return [cleared, first, await shown()];
  })([
    [{ clearedDescription: "asSent" }, ["204", description(null), description("")]],
    [{ clearedDescription: "null" }, ["204", description(null), description(null)]],
    [{ clearedDescription: "emptyString" }, ["204", description(""), description("")]],
    [{ clearedDescription: "absent" }, ["204", {}, {}]],
    [{ clearedDescription: "refused" }, ["400 BadRequest", description("Supplier"), description("")]],
  ]);

  follows("answers a PATCH to configured and one back to proposed", async (client) => {
    const id = await client.create("adatum.com", { state: "proposed" });
    return [await patch(client, id, { state: "configured" }), await patch(client, id, { state: "proposed" })];
  })([
    [{ backToProposed: "accepted" }, ["204", "204"]],
    [{ backToProposed: "refused" }, ["204", "400 BadRequest"]],
  ]);

  /** Who created and changed an organization of a POST and a PATCH with a token of the app. */
  const changedByApp = async (client: Client) => {
    const form = { client_id: clientId, client_secret: secret, grant_type: "client_credentials" };
    const token = new URLSearchParams({ ...form, scope: `${host}/.default` }).toString();
    const { json } = await client.call("POST", `${host}/${ids.own}/oauth2/v2.0/token`, token);
    const headers = { authorization: `Bearer ${json["access_token"]}` };
    const created = await client.call("POST", organizations, { identitySources: [domain("adatum.com")] }, headers);
    const id = String(created.json["id"]);
    await client.call("PATCH", item(id), { description: "x" }, headers);
    const { createdBy, modifiedBy } = (await client.call("GET", `/beta${item(id)}`)).json;
    return [createdBy, modifiedBy];
  };
  const upn = "governance.admin@contoso.com";
  follows(
    "names who changed an organization",
    changedByApp,
  )([
    [{ changedBy: "userPrincipalName" }, [upn, upn]],
    [{ changedBy: "appId" }, [clientId, clientId]],
    [{ changedBy: "absent" }, [undefined, undefined]],
  ]);
});
