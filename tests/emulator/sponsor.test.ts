import assert from "node:assert/strict";
import { switchTable } from "../../emulator";
import { type Client, createClient, follows, host, ids, item, type Json, reference, withSwitches } from "./client";

const createWithPath = async (client: Client) => `${item(await client.create("adatum.com"))}/internalSponsors`;
const add = (client: Client, path: string, body: Json) => client.brief("POST", `${path}/$ref`, body);
const members = async (client: Client, path: string) => (await client.readAll(path)).map(({ id }) => id);

/** What adding the references answers, one after the other. */
const adding =
  (...references: Json[]) =>
  async (client: Client) => {
    const path = await createWithPath(client);
    const answers = [];
    for (const each of references) answers.push(await add(client, path, each));
    return answers;
  };

/** What a read below the list answers when one user sponsors. */
const reading = (below: string) => async (client: Client) => {
  const path = await createWithPath(client);
  await add(client, path, reference(ids.adele));
  const { status, json } = await client.call("GET", path + below);
  return [status, json["value"]];
};

describe("emulator: sponsors", () => {
  it("adds users and groups to each kind, and removes them by path or by @id", async () => {
    const client = createClient();
    const id = await client.create("adatum.com");
    const [internal, external] = [`${item(id)}/internalSponsors`, `${item(id)}/externalSponsors`];
    assert.equal(await add(client, internal, reference(ids.adele)), "204");
    assert.equal(await add(client, internal, reference(ids.managers, "groups")), "204");
    assert.equal(await add(client, external, reference(ids.diego, "users")), "204");
    assert.deepEqual(await members(client, internal), [ids.adele, ids.managers]);
    assert.deepEqual(await members(client, external), [ids.diego]);
    assert.ok(!("internalSponsors" in (await client.read(id))));
    assert.equal(await client.brief("DELETE", `${internal}/${ids.adele}/$ref`), "204");
    const address = `${host}/v1.0/directoryObjects/${ids.managers}`;
    assert.equal(await client.brief("DELETE", `${internal}/$ref?@id=${address}`), "204");
    assert.deepEqual(await members(client, internal), []);
  });

  it("pages through sponsors, with empty pages", async () => {
    const client = withSwitches({ pageSize: 1, emptyPage: "first" });
    const path = await createWithPath(client);
    for (const id of [ids.adele, ids.diego, ids.managers]) await add(client, path, reference(id));
    assert.deepEqual((await client.call("GET", path)).json["value"], []);
    assert.deepEqual(await members(client, path), [ids.adele, ids.diego, ids.managers]);
  });

  const typed = { "@odata.type": "#microsoft.graph.user", id: ids.adele };
  for (const [select, item] of [
    ["id", typed],
    ["ID", typed],
    ["*", { ...typed, displayName: "Adele Vance" }],
    ["id,userPrincipalName", typed],
  ] as const) {
    it(`selects ${select} of sponsors and keeps their type`, async () => {
      assert.deepEqual(await reading(`?$select=${select}`)(createClient()), [200, [item]]);
    });
  }

  const refused: [what: string, body: Json][] = [
    ["no @odata.id", {}],
    ["a number", { "@odata.id": 3 }],
    ["a bare id", { "@odata.id": ids.adele }],
    ["another collection", reference(ids.adele, "servicePrincipals")],
    ["no version", { "@odata.id": `${host}/users/${ids.adele}` }],
    ["no GUID", { "@odata.id": `${host}/v1.0/users/adele@contoso.com` }],
    ["another property", { ...reference(ids.adele), role: "x" }],
  ];
  for (const [what, body] of refused) {
    it(`refuses a reference with ${what}`, async () => {
      assert.deepEqual(await adding(body)(createClient()), ["400 BadRequest"]);
    });
  }

  it("refuses objects on the bare collection and a removal without $ref", async () => {
    const client = createClient();
    const path = await createWithPath(client);
    assert.equal(await client.brief("POST", path, { id: ids.adele }), "400 BadRequest");
    assert.equal(await client.brief("DELETE", `${path}/${ids.adele}`), "405 BadRequest");
  });

  it("answers 404 for an organization that is not there and for an object of the other type", async () => {
    const client = createClient();
    const missing = await add(client, `${item(ids.nobody)}/internalSponsors`, reference(ids.adele));
    assert.equal(missing, "404 ResourceNotFound");
    assert.deepEqual(await adding(reference(ids.adele, "groups"))(client), ["404 ResourceNotFound"]);
  });

  it("does not find a new directory object for a while", async () => {
    const client = createClient();
    client.emulator.portal.addDirectoryObject({ id: ids.nobody, type: "group", hiddenAdds: 1 });
    assert.deepEqual(await adding(reference(ids.nobody), reference(ids.nobody))(client), [
      "404 ResourceNotFound",
      "204",
    ]);
  });

  const answers = { 204: "204", 400: "400 BadRequest", 404: "404 ResourceNotFound", 409: "409 Conflict" };
  follows("answers the addition of a sponsor who is there", async (client) => {
    const path = await createWithPath(client);
    await add(client, path, reference(ids.adele));
    return [await add(client, path, reference(ids.adele.toUpperCase())), await members(client, path)];
  })(
    switchTable.sponsorPresent.positions.map((status) => [{ sponsorPresent: status }, [answers[status], [ids.adele]]]),
  );
  follows(
    "answers the removal of a sponsor who is not there",
    async (client) => await client.brief("DELETE", `${await createWithPath(client)}/${ids.adele}/$ref`),
  )(switchTable.sponsorAbsent.positions.map((status) => [{ sponsorAbsent: status }, answers[status]]));
  follows(
    "answers the addition of somebody unknown",
    adding(reference(ids.nobody)),
  )(switchTable.sponsorUnknown.positions.map((status) => [{ sponsorUnknown: status }, [answers[status]]]));

  follows("answers the addition of a guest who has not accepted the invitation", async (client) => {
    client.emulator.portal.addDirectoryObject({ id: ids.nobody, type: "user", isPending: true });
    return await add(client, await createWithPath(client), reference(ids.nobody));
  })(switchTable.sponsorPending.positions.map((status) => [{ sponsorPending: status }, answers[status]]));

  const paths = adding(reference(ids.adele), reference(ids.diego, "users"), reference(ids.managers, "groups"));
  follows(
    "takes references by directoryObjects, users and groups",
    paths,
  )([
    [{ sponsorReferencePath: "all" }, ["204", "204", "204"]],
    [{ sponsorReferencePath: "typed" }, ["400 BadRequest", "204", "204"]],
  ]);

  const at = (root: string, id: string) => ({ "@odata.id": `${root}/v1.0/directoryObjects/${id}` });
  const others = [at("https://graph.microsoft.us", ids.diego), at("https://partner.example", ids.managers)];
  follows(
    "takes references to its own host, to another Graph's and to a foreign one",
    adding(at(host, ids.adele), ...others),
  )([
    [{ sponsorReferenceHost: "any" }, ["204", "204", "204"]],
    [{ sponsorReferenceHost: "own" }, ["204", "400 BadRequest", "400 BadRequest"]],
    [{ sponsorReferenceHost: "ownOrGraph" }, ["204", "204", "400 BadRequest"]],
  ]);

  it("takes a reference to its own host and port", async () => {
    const client = createClient();
    const local = "http://127.0.0.1:8800";
    const path = `${local}/v1.0${await createWithPath(client)}`;
    const answers = [await add(client, path, at(local, ids.adele))];
    answers.push(await add(client, path, at("http://127.0.0.1:8801", ids.diego)));
    assert.deepEqual(answers, ["204", "400 BadRequest"]);
  });

  const user = { "@odata.type": "#microsoft.graph.user", id: ids.adele, displayName: "Adele Vance" };
  follows(
    "writes a sponsor",
    reading(""),
  )([
    [{ sponsorItem: "concrete" }, [200, [user]]],
    [{ sponsorItem: "generic" }, [200, [{ "@odata.type": "#microsoft.graph.directoryObject", id: ids.adele }]]],
    [{ sponsorItem: "untyped" }, [200, [{ id: ids.adele }]]],
  ]);
  follows(
    "lists references",
    reading("/$ref"),
  )([
    [{ sponsorReferenceList: "supported" }, [200, [reference(ids.adele)]]],
    [{ sponsorReferenceList: "refused" }, [405, undefined]],
  ]);
});
