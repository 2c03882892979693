// `npm run test:languages`: the programs in Python and Go, which need more than Node.
import { ensureEngine } from "../harness/engine";
import { runsWell } from "./test/command";
import { closingLine } from "./test/counts";
import { runMocha } from "./test/mocha-step";

async function main(): Promise<void> {
  if (!(await runsWell("npm", ["run", "--silent", "build"]))) throw new Error("The build failed.");
  await ensureEngine({ languages: ["python"] });
  const counts = await runMocha(["tests/languages/*.test.ts"]);
  console.log(`\n${closingLine(counts)}`);
  process.exitCode = counts.failed === 0 ? 0 : 1;
}

void main();
