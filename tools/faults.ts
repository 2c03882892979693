// `npm run test:faults`: all faults, and hostile answers, of which `npm test` tries a part; and how many of each kind.
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { ensureEngine } from "../harness/engine";
import { runsWell } from "./test/command";
import { closingLine } from "./test/counts";
import { runMocha } from "./test/mocha-step";

const FILES = ["tests/faults/**/*.test.ts", "tests/security/{arbitrary,fuzz}*.test.ts"];

async function main(): Promise<void> {
  if (!(await runsWell("npm", ["run", "--silent", "build"]))) throw new Error("The build failed.");
  await ensureEngine({ languages: ["yaml"] });
  const folder = mkdtempSync(join(tmpdir(), "connectedorgs-faults-"));
  const sums = join(folder, "sums.txt");
  try {
    const counts = await runMocha(FILES, { FAULTS: "all", FAULT_SUMS: sums });
    console.log(`\n${readFileSync(sums, "utf8")}`);
    console.log(`\n${closingLine(counts)}`);
    process.exitCode = counts.failed === 0 ? 0 : 1;
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

void main();
