/** `connectedorgs drift-report` with several files, and what an earlier report told. */
import assert from "node:assert/strict";
import { run, write } from "../run";
import { drifted, looked, report } from "./report";

describe("the drift report of several stacks", () => {
  const test = "urn:pulumi:test::partners::";
  const prod = write("prod.json", {
    steps: [looked, drifted({ displayName: "W", state: "configured" }, { state: "proposed" })],
  });
  const quiet = write("quiet.json", { steps: [{ op: "refresh", urn: `${test}pulumi:pulumi:Stack::partners-test` }] });
  const files = ["--file", prod, "--file", quiet];
  const told = async (...options: string[]) => await run(["drift-report", ...files, ...options]);

  it("has a heading for each", async () => {
    const { code, out } = await told();
    assert.deepEqual(
      [code, out.match(/^## .*$/gm)],
      [7, ["## Drift in stack prod: 1 resource is not as declared", "## No drift in stack test"]],
    );
  });

  it("tells each difference once, where it knows what an earlier one told, and says how many it leaves out", async () => {
    const { out: json } = await told("--json");
    assert.deepEqual(JSON.parse(json).stacks[0].differences, [
      {
        isOrganization: true,
        what: "W",
        name: "wingtip",
        property: "state",
        declared: "configured",
        found: "proposed",
      },
    ]);
    const since = ["--since", write("earlier.json", json)];
    const { code, out } = await told(...since, "--format", "text");
    const known = "No new drift in stack prod\n\n1 resource checked. 1 difference was reported before.";
    assert.deepEqual([code, out], [0, `${known}\n\nNo drift in stack test\n\n0 resources checked.`]);
    const other = drifted({ displayName: "W", state: "configured" }, { state: "other" });
    assert.match(await report({ steps: [looked, other] }, ...since), /^## Drift in stack prod: 1 resource/);
    const both = {
      steps: [looked, other, drifted({ displayName: "W", state: "configured" }, { state: "proposed" })],
    };
    assert.match(await report(both, ...since), /^## New drift in stack prod: 1 resource.*1 difference was reported/s);
  });

  it("takes only a whole report for an earlier one", async () => {
    const part = write(
      "part.json",
      (await told("--since", write("whole.json", (await told("--json")).out), "--json")).out,
    );
    const facts = [
      [prod, `The file of --since is not the output of connectedorgs drift-report --json: ${prod}.`],
      [part, `The file of --since lists only what was new: ${part}. Pass a --json made without --since.`],
    ];
    for (const [file = "", fact] of facts) {
      const { code, err } = await told("--since", file);
      assert.deepEqual([code, err], [2, fact]);
    }
  });
});
