/** `connectedorgs probe` as a command: questions, output, the profile, signals. Needs a build. */
import assert from "node:assert/strict";
import { spawn } from "node:child_process";
import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import type { Emulator } from "../../emulator";
import { withoutForeignSettings } from "../../harness/engine/environment";
import { temporaryFolder } from "../../harness/project/temporary-folder";
import { ROOT } from "../../harness/root";
import { ids } from "../emulator/client";
import { emulated } from "./emulated";
import { leftIn, standing } from "./probe-support";

const known = ["--domain-with-tenant", "fabrikam.com", "--tenant-id", ids.wingtip, "--sponsor", ids.adele];

describe("the command connectedorgs probe", () => {
  const { emulator: served, serve, env, command } = emulated("probe");
  let emulator: Emulator;
  beforeEach(async () => {
    await serve({});
    emulator = served();
  });

  const ownTenant = { CONNECTEDORGS_TENANT_ID: ids.own };
  const probe = (...args: string[]) => command(args, ownTenant);
  const leaveBehind = (...names: string[]) => names.map((displayName) => emulator.portal.create({ displayName }));
  const slowDown = () =>
    emulator.faults.add({ path: "connectedOrganizations", times: "always", fault: { kind: "delay", ms: 20 } });

  it("writes the profile, prints what was asked and seen, and never the token", async () => {
    emulator.switches.set({ patchAnswer: 202, ownTenant: "accepted" });
    const file = join(temporaryFolder("probe"), "profile.json");
    const { code, out } = await probe("--yes", "--out", file, ...known);
    const profile = JSON.parse(readFileSync(file, "utf8"));
    assert.deepEqual(profile, standing(emulator, profile));
    assert.deepEqual([code, Object.keys(profile).length, leftIn(emulator)], [0, 46, []]);
    const plan = `This creates up to 20 connected organizations at ${env()["CONNECTEDORGS_GRAPH_ENDPOINT"]}/v1.0, tenant ${ids.own}, with `;
    assert.equal(out.replaceAll("\n", " ").slice(0, plan.length), plan);
    assert.match(
      out,
      /\npatchAnswer: 202\n {4}question: PATCH: 204 empty, 202 partial body, 200 full body\n {4}seen: PATCH of the description was answered 202\n/,
    );
    assert.match(out, /\npageSize: not settled\n.*\n {4}because: all \d organizations fit on one page\n/);
    const summary = out.split("\n\n").at(-1)?.replaceAll("\n", " ") ?? "";
    assert.match(
      summary,
      /^46 of \d+ questions are settled\. Unlike the emulator's defaults: patchAnswer=202, .*ownTenant=accepted/,
    );
    assert.match(summary, / Nothing is left behind\. Use the answers with connectedorgs emulator --profile \S+$/);
  });

  it("asks nothing and writes nothing where nobody can agree", async () => {
    const { code, err } = await probe();
    assert.deepEqual(
      [code, err, emulator.requests.length],
      [2, "There is nobody to confirm: provide --yes to agree in advance.", 0],
    );
  });

  it("begins nothing with a partner that is connected already, as a domain or as the tenant behind it", async () => {
    const wingtip = { "@odata.type": "#microsoft.graph.azureActiveDirectoryTenant", tenantId: ids.wingtip };
    const { id } = emulator.portal.create({ displayName: "Wingtip", identitySources: [wingtip] });
    for (const given of [
      ["--tenant-id", ids.wingtip],
      ["--domain-with-tenant", "wingtiptoys.com"],
    ]) {
      const { code, out, problems } = await probe("--yes", ...given);
      const said = `The partner of ${given.join(" ")} is already connected: "Wingtip" (id ${id}). Choose a partner that is not, or leave the option out.`;
      assert.deepEqual([code, out, problems], [1, "", [said]]);
    }
    assert.deepEqual(leftIn(emulator), ["Wingtip"]);
  });

  it("says what to do if Graph refuses", async () => {
    emulator.portal.setPermissions([]);
    const { code, err } = await probe("--yes");
    assert.equal(code, 1);
    assert.match(
      err,
      /^listing connected organizations: Graph answered 403 UnAuthorized: .* Grant EntitlementManagement\.ReadWrite\.All .* to the given access token; /,
    );
  });

  it("reports what earlier runs left, and removes that and nothing else with --clean", async () => {
    leaveBehind("Wingtip Toys", "Not connectedorgs-probe-");
    leaveBehind("connectedorgs-probe-0a1b2c3d first", "connectedorgs-probe-ffffffff first");
    emulator.switches.set({ pageSize: 1 });
    const told = await probe("--yes", "--max-requests", "1");
    assert.match(
      told.err,
      /^Earlier runs left 2 organizations behind; remove them with connectedorgs probe\n--clean\.\n/,
    );
    assert.equal(leftIn(emulator).length, 4);
    const { code, out } = await probe("--clean", "--yes");
    assert.deepEqual([code, leftIn(emulator)], [0, ["Wingtip Toys", "Not connectedorgs-probe-"]]);
    assert.match(
      out,
      /^\S+ connectedorgs-probe-0a1b2c3d first\n\S+ connectedorgs-probe-ffffffff first\nNothing is left behind\.$/,
    );
    assert.equal((await probe("--clean", "--yes")).out, "No organization's name begins with connectedorgs-probe-.");
  });

  it("exits with 1 and says what is left if the tenant keeps it", async () => {
    leaveBehind("connectedorgs-probe-0a1b2c3d first");
    emulator.faults.add({ method: "DELETE", times: "always", fault: { kind: "status", status: 403 } });
    const { code, err } = await probe("--clean", "--yes");
    assert.equal(code, 1);
    assert.match(
      err,
      /^Left behind: \S+ connectedorgs-probe-0a1b2c3d first\nRemove what is left with connectedorgs probe --clean, or in the portal\.$/,
    );
  });

  it("asks before it writes, unless the user agreed beforehand, and writes nothing after a no", async () => {
    const remove = "Remove these 1 from the tenant?";
    const rows: [args: string[], answer: boolean, code: number, questions: string[]][] = [
      [[], false, 1, ["Continue?"]],
      [[], true, 0, ["Continue?"]],
      [["--clean"], false, 1, [remove]],
      [["--clean"], true, 0, [remove]],
      [["--clean", "--yes"], false, 0, []],
    ];
    for (const [args, answer, ...expected] of rows) {
      emulator.reset({ organizations: [{ displayName: "connectedorgs-probe-0a1b2c3d first" }] });
      const { code, questions } = await command(args, ownTenant, { answer });
      const isWritten = emulator.requests.some(({ method }) => method !== "GET");
      assert.deepEqual([code, questions, isWritten], [...expected, code === 0]);
    }
  });

  /** Sends the signal to a process that has made three organizations. */
  async function interrupt(signal: NodeJS.Signals) {
    slowDown();
    const file = join(temporaryFolder("probe"), "profile.json");
    const args = [join(ROOT, "dist", "cli", "cli.js"), "probe", "--yes", "--out", file, ...known];
    const child = spawn(process.execPath, args, {
      env: { ...withoutForeignSettings(process.env), ...env(), ...ownTenant },
    });
    let output = "";
    for (const stream of [child.stdout, child.stderr]) stream.on("data", (text) => (output += text));
    const ended = new Promise<number | null>((resolve) => child.once("close", resolve));
    while (leftIn(emulator).length < 3) await new Promise((resolve) => setTimeout(resolve, 2));
    child.kill(signal);
    return { code: await ended, output, isWritten: existsSync(file) };
  }

  for (const signal of ["SIGINT", "SIGTERM"] as const) {
    it(`cleans up after ${signal} and writes no half profile`, async () => {
      const { code, output, isWritten } = await interrupt(signal);
      assert.deepEqual([code, leftIn(emulator), isWritten], [130, [], false]);
      assert.match(output, /^The probe ended early: it was interrupted\.$/m);
      assert.match(output, /^Nothing is left behind\.$/m);
    });
  }

  it("leaves what --clean finds if it is killed", async () => {
    const { code } = await interrupt("SIGKILL");
    assert.equal(code, null);
    assert.ok(leftIn(emulator).length > 0);
    emulator.faults.clear();
    assert.equal((await probe("--clean", "--yes")).code, 0);
    assert.deepEqual(leftIn(emulator), []);
  });
});
