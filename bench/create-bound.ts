// Creating many: over a floor, beside one that waits as long as two requests take, and as people run it, with a preview.
import { declare } from "./declared";
import { inTurn } from "./life";
import type { CreateTimes, Creator } from "./results";
import { openStand } from "./stand";

const SIZE = 100;
const who: readonly Creator[] = ["ours", "no-op", "bare", "waiting"];

export async function measureCreate(rounds: number, log: (line: string) => void): Promise<CreateTimes> {
  const stands = await Promise.all(who.map((subject) => openStand(subject, { size: SIZE, others: 0 })));
  const times: CreateTimes = {
    direct: { ours: [], "no-op": [], bare: [], waiting: [] },
    previewed: { ours: [], "no-op": [], bare: [] },
  };
  for (let round = 0; round < rounds; round += 1) {
    for (const [how, flags] of [
      ["direct", ["--skip-preview"]],
      ["previewed", []],
    ] as const) {
      for (const stand of inTurn(stands, round)) {
        const seconds = times[how][stand.subject];
        if (seconds === undefined) continue;
        await stand.declare(declare(SIZE));
        const measured = await stand.measure(["up", "--yes", ...flags]);
        await stand.expectOrganizations(SIZE);
        await stand.measure(["destroy", "--yes", "--skip-preview"]);
        seconds.push(measured.seconds);
        log(`create, ${how}, ${stand.subject}: ${measured.seconds.toFixed(1)} s`);
      }
    }
  }
  await Promise.all(stands.map((stand) => stand.close()));
  return times;
}
