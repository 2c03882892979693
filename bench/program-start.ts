// An unchanged `up` of one organization, by how the program is run: with Pulumi's type check, transpiled, or compiled.
import { inTurn } from "./life";
import type { Results } from "./results";
import { openStand, type Stand } from "./stand";

const text = `
import { ConnectedOrganization } from "pulumi-connectedorgs";

const partner = new ConnectedOrganization("partner", {
  displayName: "Partner",
  identitySources: [{ type: "domainIdentitySource", domainName: "partner-0.example" }],
});
export const organizationId = partner.id;
`;
const compiled = `
const { ConnectedOrganization } = require("pulumi-connectedorgs");

const partner = new ConnectedOrganization("partner", {
  displayName: "Partner",
  identitySources: [{ type: "domainIdentitySource", domainName: "partner-0.example" }],
});
exports.organizationId = partner.id;
`;

const up = ["up", "--yes", "--skip-preview"];
const modes = ["checked", "transpiled", "compiled"] as const;
type Mode = (typeof modes)[number];

export async function measureProgramStart(rounds: number): Promise<Results["programStart"]> {
  const stands = {
    checked: await open("typescript", text, {}),
    transpiled: await open("typescript", text, { PULUMI_NODEJS_TRANSPILE_ONLY: "true" }),
    compiled: await open("javascript", compiled, {}),
  } satisfies Record<Mode, Stand>;
  const seconds = { checked: [] as number[], transpiled: [] as number[], compiled: [] as number[] };
  for (let round = 0; round < rounds; round += 1) {
    for (const mode of inTurn(modes, round)) {
      const measured = await stands[mode].measure([...up, "--expect-no-changes"]);
      seconds[mode].push(measured.seconds);
    }
  }
  for (const stand of Object.values(stands)) {
    await stand.measure(["destroy", "--yes", "--skip-preview"]);
    await stand.expectOrganizations(0);
    await stand.close();
  }
  return seconds;
}

async function open(
  language: "typescript" | "javascript",
  program: string,
  env: Readonly<Record<string, string>>,
): Promise<Stand> {
  const stand = await openStand("ours", { size: 1, others: 0, program: { language, text: program } });
  Object.assign(stand.project.env, env);
  await stand.measure(up);
  return stand;
}
