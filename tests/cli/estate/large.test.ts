/** `connectedorgs estate` of hundreds of organizations. */
import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import type { OrganizationInput } from "../../../emulator";
import { emulated } from "../emulated";
import { guid, makeEstate } from "../export/estate";
import { write } from "../run";
import { forAll, naming, partners, read, valid } from "./printed";
import { type ResourceOf, stateOf } from "./state";

const { emulator, serve, command: estate } = emulated("estate");

describe("an estate of 300 organizations and three stacks, with odd names", () => {
  const organizations = makeEstate(299).map((one, index): OrganizationInput => {
    return { ...one, state: index >= 290 ? "proposed" : "configured" };
  });
  const [first, second] = organizations;
  const gone = [1, 2, 3].map((index) => ({ id: guid("dddd", index) }));
  const twice = [[], [first], [second]];
  const files = ["prod", "test", "dev"].map((stack, part) => {
    const own = [
      ...organizations.slice(part * 90, part * 90 + 90),
      ...(twice[part] ?? []),
      ...gone.slice(part, part + 1),
    ];
    const resources = own.map(
      (one, index): ResourceOf => ({ id: one?.id ?? "", name: `o${index}`, door: index % 2 ? "dynamic" : "plugin" }),
    );
    return ["--state", write(`${stack}.json`, stateOf(stack, resources))];
  });
  const states = files.flat();
  before(() =>
    serve({
      seed: { organizations, accessPackages: [partners], assignmentPolicies: [forAll, naming(first?.id ?? "")] },
    }),
  );

  it("has every count right, as JSON of the documented form, with ten requests at most beside the policies' pages", async () => {
    const ended = await estate([...states, "--json"]);
    const { counts, stacks, organizations: entries } = valid(ended);
    assert.deepEqual(counts, { managed: 268, inNoStack: 20, proposed: 10, managedTwice: 2, gone: 3 });
    assert.deepEqual([entries.length, ended.code], [303, 7]);
    assert.deepEqual(stacks, [
      { name: "partners/prod", organizations: 91 },
      { name: "partners/test", organizations: 92 },
      { name: "partners/dev", organizations: 92 },
    ]);
    const sent = emulator().requests.filter(({ path }) => !path.includes("assignmentPolicies"));
    assert.ok(sent.length <= 10, `${sent.length} requests`);
    assert.deepEqual(
      entries.filter(({ sponsors }) => sponsors).map(({ standing }) => standing),
      [...Array(20).fill("inNoStack"), ...Array(10).fill("proposed")],
    );
  });

  for (const [form, most, options] of [
    ["text", 80, []],
    ["Markdown", Number.POSITIVE_INFINITY, ["--markdown"]],
  ] as const) {
    it(`tells each finding once as ${form}, in which no name acts`, async () => {
      const whole = read(await estate([...states, "--json"]));
      const { out, code } = await estate([...states, ...options]);
      assert.equal(code, 7);
      const found = whole.organizations.filter(({ standing }) => standing !== "managed");
      for (const { id } of found) assert.equal(out.split(id).length, 2, id);
      assert.ok(!out.includes(organizations[100]?.id ?? "none"), "No managed organization is shown.");
      assert.doesNotMatch(out, /[^\P{Cc}\n]|[\u2028-\u202e\u2066-\u2069]/u);
      if (form === "Markdown") assert.doesNotMatch(out, /<(?!br>)/);
      const lines = out.split("\n").filter((line) => [...line].length > most);
      assert.deepEqual(lines, []);
    });
  }

  it("has nothing new the second time", async () => {
    const file = write("first.json", (await estate([...states, "--json"])).out);
    const ended = await estate([...states, "--since", file, "--json"]);
    const { organizations: entries, settled, since, counts } = valid(ended);
    assert.deepEqual(
      [entries, settled, since, ended.code],
      [[], 0, JSON.parse(readFileSync(file, "utf8")).readDateTime, 0],
    );
    assert.equal(counts.inNoStack, 20);
  });
});
