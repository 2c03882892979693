/** One odd answer, and then an honest service: an unchanged program neither replaces, nor writes what nobody declared. */
import assert from "node:assert/strict";
import fc from "fast-check";
import type { IdentitySource } from "../../emulator";
import { PartialFailure } from "../../provider/errors";
import { type Source, sourceFromGraph, sourceKey } from "../../provider/organization/identity-source";
import type { Values } from "../../provider/organization/recorded";
import { at, collection, unchanged } from "../support/organizations";
import { runs } from "../support/sample";
import { domain, organization, tenant, wingtip } from "../support/sources";
import { checked, startWorld, type World } from "../support/world";
import { type Json, oddList, oddOrganization } from "./garbage";

/** Of each kind, with three bodies each. */
const numRuns = runs(250);

const proseware = "d90b2f17-6a4e-4587-8c3d-15f2e6b7a0c9";
const abroad = {
  type: "crossCloudAzureActiveDirectoryTenant",
  tenantId: proseware,
  cloudInstance: "microsoftonline.us",
};
const federation = { type: "externalDomainFederation", domainName: "adatum.com", issuerUri: "https://sts.adatum.com/" };
const kinds: Readonly<Record<string, readonly Source[]>> = {
  "a domain": [domain("wingtiptoys.com")],
  "a tenant": [tenant(wingtip)],
  "a tenant of another cloud": [abroad],
  "a federation": [federation],
  "a social provider": [{ type: "socialIdentitySource", socialIdentitySourceType: "facebook" }],
  "two domains": [domain("wingtiptoys.com"), domain("adatum.com")],
};

interface Scene {
  readonly world: World;
  readonly id: string;
  readonly outputs: Values;
  /** What the service answers instead, by path. */
  readonly odd: Map<string, () => Response>;
  /** As the service answers it, and another one. */
  readonly real: Json;
  readonly another: Json;
  /** Of what is declared and of what it is stored as. */
  readonly keys: readonly string[];
}

const keysOf = (sources: unknown) => (sources as unknown[]).map(sourceFromGraph).map(sourceKey).sort();

async function startScene(declared: Values): Promise<Scene> {
  const odd: Scene["odd"] = new Map();
  const between = (next: typeof fetch) => async (input: string | URL | Request, init?: RequestInit) =>
    (init?.method === "GET" && odd.get(new URL(String(input)).pathname)?.()) || (await next(input, init));
  const world = startWorld({}, { timeoutSeconds: "2" }, { between });
  // Nothing hangs here, and a busy machine is no reason to give up.
  world.clock.timeout = () => new AbortController().signal;
  const other = await world.create({ ...organization(domain("fabrikam.com")), displayName: "Another" });
  const { id, outputs } = await world.create(declared);
  const [real, another] = await Promise.all([id, other.id].map((each) => bodyOf(world, each)));
  assert.ok(real && another);
  const keys = [...keysOf(real["identitySources"]), ...(declared["identitySources"] as Source[]).map(sourceKey)];
  return { world, id, outputs, odd, real, another, keys };
}

async function bodyOf({ emulator }: World, id: string): Promise<Json> {
  const headers = { authorization: "Bearer test-token" };
  const response = await emulator.fetch(`https://graph.microsoft.com${at(id)}`, { headers });
  return (await response.json()) as Json;
}

/** As after its create. */
function begin({ world: { emulator }, id, real, odd }: Scene, { displayName, description }: Values): void {
  const identitySources = real["identitySources"] as IdentitySource[];
  const plain = { displayName: String(displayName), description: String(description), state: "configured" } as const;
  emulator.portal.patch(id, { ...plain, identitySources });
  emulator.clearRequests();
  odd.clear();
}

const isText = (value: unknown) => typeof value === "string";

/** By the documentation: of this id, whole, and with parts of the documented types. */
function isTheOrganization(body: unknown, id: string): boolean {
  if (typeof body !== "object" || body === null) return false;
  const { id: shown, displayName, state, description, identitySources, ...others } = body as Json;
  const { createdDateTime, modifiedDateTime, createdBy, modifiedBy } = others;
  const texts = [displayName, state, description, createdDateTime, modifiedDateTime, createdBy, modifiedBy];
  const isWhole = displayName !== undefined && state !== undefined;
  const isTyped = texts.every((value) => value == null || isText(value));
  const isList = identitySources == null || Array.isArray(identitySources);
  return isText(shown) && String(shown).toLowerCase() === id.toLowerCase() && isWhole && isTyped && isList;
}

/** A list that can be read, and does not hold the organization. */
function isListWithout(body: unknown, id: string): boolean {
  const { value, "@odata.nextLink": next } = (body ?? {}) as Json;
  const ids = Array.isArray(value) ? value.map((item) => (item as Json | null)?.["id"]) : [undefined];
  return !isText(next) && ids.every((each) => isText(each) && each !== "" && String(each).toLowerCase() !== id);
}

/** Nothing was written but changes of this organization to what is declared. */
function wroteOnly({ world: { emulator }, id, keys }: Scene, declared: Values): void {
  for (const { method, path, body } of emulator.requests.filter((sent) => sent.method !== "GET")) {
    const { identitySources = [], ...plain } = body as Json;
    const wanted = Object.fromEntries(Object.keys(plain).map((name) => [name, declared[name]]));
    assert.deepEqual([method, path, plain], ["PATCH", at(id), wanted]);
    for (const key of keysOf(identitySources)) assert.ok(keys.includes(key), `${key} was written`);
  }
  emulator.clearRequests();
}

/** The service is honest again, and `up` does what this state asks for. */
async function recovers(scene: Scene, state: Values, declared: Values, isPending: boolean): Promise<Values> {
  const { world, id, real, odd } = scene;
  odd.clear();
  const { replaces, changes } = await world.compare(state, declared);
  assert.equal(replaces, undefined, "an unchanged program replaces");
  const isDone = changes === false && !isPending;
  const outputs = isDone ? state : await world.update(id, state, declared);
  wroteOnly(scene, declared);
  const { displayName, description, state: live, identitySources } = world.emulator.portal.get(id) ?? {};
  assert.deepEqual([displayName, description, live], ["Partner", declared["description"], "configured"]);
  assert.deepEqual(keysOf(identitySources), keysOf(real["identitySources"]));
  if (isDone) return outputs;
  const found = await world.read(id, outputs);
  assert.deepEqual([found?.outputs, found?.inputs], [outputs, checked(declared)]);
  assert.deepEqual(await world.compare(outputs, declared), unchanged);
  return outputs;
}

const outcomeOf = <T>(work: Promise<T>) => work.catch((error: unknown) => error as Error);

async function survivesRead(scene: Scene, state: Values, declared: Values, body: unknown): Promise<Values> {
  const { world, id, odd } = scene;
  odd.set(at(id), () => Response.json(body));
  const came = await outcomeOf(world.read(id, state));
  assert.ok(came !== undefined, "it is gone");
  if (!isTheOrganization(body, id)) assert.ok(came instanceof Error, "it is a value of the state");
  return await recovers(scene, came instanceof Error ? state : came.outputs, declared, false);
}

async function survivesUpdate(scene: Scene, state: Values, declared: Values, body: unknown): Promise<void> {
  const { world, id, odd } = scene;
  odd.set(at(id), () => Response.json(body));
  const came = await outcomeOf(world.update(id, state, declared));
  if (!isTheOrganization(body, id)) assert.ok(came instanceof Error, "it is a value of the state");
  const isPartial = came instanceof PartialFailure;
  const left = isPartial ? came.outputs : came instanceof Error ? state : came;
  await recovers(scene, left, declared, isPartial);
}

async function survivesList(scene: Scene, state: Values, declared: Values, body: unknown): Promise<void> {
  const { world, id, odd } = scene;
  const missing = { error: { code: "ResourceNotFound", message: "The resource was not found." } };
  odd.set(at(id), () => Response.json(missing, { status: 404 }));
  odd.set(collection, () => Response.json(body));
  const came = await outcomeOf(world.read(id, state));
  if (isListWithout(body, id)) assert.equal(came, undefined);
  else assert.ok(came instanceof Error, "it is gone");
  await recovers(scene, state, declared, false);
}

describe("an odd body in place of an answer", function () {
  this.timeout(240_000);

  for (const [kind, sources] of Object.entries(kinds)) {
    it(`about ${kind} makes no unchanged program replace, and writes nothing that nobody declared`, async () => {
      const declared = organization(...sources);
      const changed = { ...declared, description: "Changed" };
      const scene = await startScene(declared);
      const odd = oddOrganization(scene.real, scene.another);
      await fc.assert(
        fc.asyncProperty(odd, odd, oddList(scene.real, scene.another), async (onRead, onUpdate, onList) => {
          begin(scene, declared);
          const state = await survivesRead(scene, scene.outputs, declared, onRead);
          await survivesList(scene, state, declared, onList);
          await survivesUpdate(scene, state, changed, onUpdate);
        }),
        { numRuns },
      );
    });
  }

  const otherForms: [kind: string, form: Json][] = [
    [
      "a domain",
      { "@odata.type": "externalDomainFederation", domainName: "wingtiptoys.com", issuerUri: "https://a.example" },
    ],
    ["a domain", { ...abroad, "@odata.type": abroad.type, tenantId: wingtip }],
    ["a tenant", { ...abroad, "@odata.type": abroad.type, tenantId: wingtip }],
    ["a tenant of another cloud", { "@odata.type": "azureActiveDirectoryTenant", tenantId: proseware }],
  ];
  for (const [kind, form] of otherForms) {
    it(`about ${kind}, with ${form["@odata.type"]} in its place beside something unknown, is not written back`, async () => {
      const declared = organization(...(kinds[kind] ?? []));
      const scene = await startScene(declared);
      begin(scene, declared);
      await survivesRead(scene, scene.outputs, declared, { ...scene.real, identitySources: [form, {}] });
    });
  }

  it("of another member of the same batch is not taken for the organization's own", async () => {
    const declared = organization(domain("wingtiptoys.com"));
    const { world, id, outputs } = await startScene(declared);
    const second = await world.create(organization(domain("litwareinc.com")));
    world.emulator.clearRequests();
    world.emulator.faults.add({ path: "$batch", times: "always", fault: { kind: "exchange" } });
    const found = await Promise.all([world.read(id, outputs), world.read(second.id, second.outputs)]);
    assert.deepEqual(
      found.map((each) => each?.outputs),
      [outputs, second.outputs],
    );
    assert.equal(world.emulator.requests.filter(({ path }) => path.endsWith("$batch")).length, 1);
  });
});
