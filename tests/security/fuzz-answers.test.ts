/** The service answers anything: every operation ends, asks only where it should, and loses nothing. */
import assert from "node:assert/strict";
import fc from "fast-check";
import { UserError } from "../../provider/errors";
import { GraphFailure } from "../../provider/graph/failure";
import type { Values } from "../../provider/organization/recorded";
import { collection } from "../support/organizations";
import { runs } from "../support/sample";
import { domain, free, organization, owned } from "../support/sources";
import { startWorld, type World } from "../support/world";
import { nastyText, organizationLike } from "./garbage";
import { mutations, type Spoiled, startSpoiling } from "./mutation";

const sponsors = ["0d5c8e1a-4b7f-4f29-9a36-2c1e5d8b7f60", "3b8f1d4e-7ca2-4c5d-8e69-5f4b8a1c0d93"];
const declared = { ...owned, internalSponsors: sponsors.slice(0, 1) };
const changed = {
  ...declared,
  displayName: "Partner 2",
  description: "",
  internalSponsors: sponsors.slice(1),
  identitySources: [domain("wingtiptoys.com"), domain("adatum.com")],
};
const bystander = { ...organization(domain("fabrikam.com")), displayName: "Bystander" };

interface Scene {
  readonly world: World;
  readonly line: Spoiled;
  readonly id: string;
  readonly outputs: Values;
}

type Run = (scene: Scene, state: Values, text: string) => Promise<unknown>;

const operations: Readonly<Record<string, Run>> = {
  create: ({ world }) => world.create(free),
  "create of what exists": ({ world }) => world.create(owned),
  read: ({ world, id, outputs }) => world.read(id, outputs),
  "read with another state": ({ world, id }, state) => world.read(id, state),
  "read by another id": ({ world, outputs }, _, text) => world.read(text, outputs),
  update: ({ world, id, outputs }) => world.update(id, outputs, changed),
  "update with another state": ({ world, id }, state) => world.update(id, state, changed),
  "update by another id": ({ world, outputs }, _, text) => world.update(text, outputs, changed),
  delete: ({ world, id }) => world.remove(id),
  "delete by another id": ({ world }, _, text) => world.remove(text),
  compare: ({ world }, state) => world.compare({ ...state, __resolutions: {} }, owned),
  "tenant look-up": ({ world }, _, text) => world.findTenant(text),
};
/** Adopts what the service says is the declared one. */
const adoption: Run = ({ world }) => world.create({ ...owned, adoptExisting: true });

async function startScene(): Promise<Scene & { others: unknown }> {
  const line = startSpoiling();
  const world = startWorld({}, { timeoutSeconds: "30" }, { between: line.between });
  await world.create(bystander);
  const others = world.emulator.portal.list();
  const { id, outputs } = await world.create(declared);
  line.asked.length = line.answered.length = 0;
  return { world, line, id, outputs, others };
}

/** The collection and what is below it, the two ways to ask for a domain's tenant, and a next page of the same API. */
function asksOnlyWhereItShould({ asked, answered }: Spoiled): void {
  const hasLink = answered.some(({ text }) => text.includes("@odata.nextLink"));
  for (const { method, url, signed } of asked) {
    if (url.origin === "https://login.microsoftonline.com") {
      assert.match(url.pathname, /^\/[^/]+\/\.well-known\/openid-configuration$/);
      assert.deepEqual([method, signed], ["GET", false]);
      continue;
    }
    assert.equal(url.origin, "https://graph.microsoft.com");
    assert.ok(signed);
    const isOurs = /^(\/[^/]+(\/(in|ex)ternalSponsors(\/[^/]+)?(\/\$ref)?)?)?$/.test(
      url.pathname.replace(collection, ""),
    );
    const isLookUp = /^\/v1\.0\/tenantRelationships\/findTenantInformationByDomainName\([^/]*\)$/.test(url.pathname);
    const isPage = method === "GET" && url.pathname.startsWith("/v1.0/") && hasLink;
    assert.ok(
      (url.pathname.startsWith(collection) && isOurs) || (isLookUp && method === "GET") || isPage,
      `${method} ${url}`,
    );
  }
}

/** What exists counts as deleted only when its id was answered by 404 and a whole list did not hold it. */
function isAbsentBy({ answered }: Spoiled, id: string): boolean {
  const missing = answered.filter(({ path, status }) => status === 404 && path === `${collection}/${id}`);
  return (
    missing.length > 0 && answered.some(({ path, text }) => path === collection && !text.includes(id) && isList(text))
  );
}

function isList(text: string): boolean {
  try {
    const { value } = JSON.parse(text) as { value?: unknown };
    return Array.isArray(value) && value.every((item) => typeof item?.id === "string");
  } catch {
    return false;
  }
}

async function ends(work: Promise<unknown>): Promise<unknown> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise((_, reject) => {
    timer = setTimeout(() => reject(new assert.AssertionError({ message: "it hangs" })), 8000);
  });
  try {
    return await Promise.race([work, late]);
  } catch (error) {
    assert.ok(error instanceof Error && !(error instanceof assert.AssertionError), String(error));
    assert.doesNotMatch(error.message, /[\p{Cc}\p{Cf}\u2028\u2029]|test-token/u);
    assert.ok(error.message.length < 6000, `${error.message.length} characters`);
    assert.ok(error instanceof UserError || error instanceof GraphFailure, error.stack);
    return error;
  } finally {
    clearTimeout(timer);
  }
}

describe("anything in place of the service's answers", function () {
  this.timeout(240_000);

  for (const [name, run] of Object.entries(operations)) {
    it(`leads a ${name} to an end, nowhere else, and touches no other organization`, async () => {
      await fc.assert(
        fc.asyncProperty(mutations, organizationLike, nastyText, async (plan, state, text) => {
          const { others, ...scene } = await startScene();
          const { world, line, id } = scene;
          line.spoil(plan);
          const result = await ends(run(scene, state, text));
          asksOnlyWhereItShould(line);
          if (name.startsWith("read with") || name === "read") assert.ok(result !== undefined || isAbsentBy(line, id));
          const isKept = (organizationId: string) =>
            (others as { id: string }[]).some((other) => other.id === organizationId);
          assert.deepEqual(
            world.emulator.portal.list().filter((each) => isKept(each.id)),
            others,
          );
          if (name !== "delete") assert.ok(world.emulator.portal.get(id), "what exists stays");
        }),
        { numRuns: runs(100) },
      );
    });
  }

  it("leads an adoption to an end and nowhere else", async () => {
    await fc.assert(
      fc.asyncProperty(mutations, async (plan) => {
        const scene = await startScene();
        scene.line.spoil(plan);
        await ends(adoption(scene, {}, ""));
        asksOnlyWhereItShould(scene.line);
      }),
      { numRuns: runs(100) },
    );
  });
});

describe("a list without an end", () => {
  const page = (value: unknown[], link?: string) => Response.json({ value, ...(link && { "@odata.nextLink": link }) });
  const isList = (url: URL, init?: RequestInit) => init?.method === "GET" && url.pathname === collection;

  it("of pages is left when the operation's time is over", async () => {
    let pages = 0;
    const world: World = startWorld(
      {},
      { timeoutSeconds: "30" },
      {
        between: (next) => async (input, init) => {
          const url = new URL(String(input));
          if (!isList(url, init)) return await next(input, init);
          pages += 1;
          await world.clock.sleep(1000);
          // Turns for the time-out of a try that begins when the operation's time is over.
          for (const _ of [1, 2, 3]) await world.clock.moment();
          init?.signal?.throwIfAborted();
          return page([], `https://graph.microsoft.com${collection}?$skiptoken=${pages}`);
        },
      },
    );
    const error = await ends(world.create({ ...free, adoptExisting: true }));
    assert.match(String(error), /Graph did not answer in time/);
    assert.ok(pages < 40, `${pages} pages`);
  });

  it("of 200,000 organizations is read", async () => {
    const item = { id: "1", identitySources: [] };
    const world = startWorld(
      {},
      {},
      {
        between: (next) => async (input, init) =>
          isList(new URL(String(input)), init) ? page(Array(200_000).fill(item)) : await next(input, init),
      },
    );
    const { id } = await world.create({ ...free, adoptExisting: true });
    assert.ok(world.emulator.portal.get(id));
  });
});
