// `npm run bench`: what the provider costs, compared with the engine alone and with a hand-written provider.
import { existsSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { defineCommand } from "../cli/command";
import { processTerminal } from "../cli/terminal";
import { ROOT } from "../harness/root";
import { measureParts } from "./measure";
import { options, planOf } from "./options";
import { drawPlot } from "./plot";
import { writeReport } from "./report";
import { partNames, type Results } from "./result";
import { plainSamples } from "./statistics";

const FOLDER = join(ROOT, "bench");
const PLOT = join(FOLDER, "cost.svg");
const RAW = join(FOLDER, "results.json");

export const command = defineCommand({
  name: "npm run bench --",
  summary: "measure what the provider costs",
  options,
  exclusive: [["quick", "sizes"]],
  async run(values, { out }) {
    let results = readResults();
    if (!values.report) {
      const log = (line: string) => out(`${new Date().toISOString().slice(11, 19)} ${line}`);
      const typed = ["npm run bench", ...(process.argv.length > 2 ? ["--"] : []), ...process.argv.slice(2)].join(" ");
      const save = (measured: Results) => {
        results = { ...results, ...measured };
        writeFileSync(RAW, `${JSON.stringify(results, null, 2)}\n`);
      };
      await measureParts({ parts: values.only ?? partNames, plan: planOf(values), command: typed, log, save });
    }
    const report = writeReport(results);
    writeFileSync(join(FOLDER, "results.md"), report);
    writeFileSync(PLOT, drawPlot(plainSamples(results)));
    out(`\n${report}`);
    return 0;
  },
});

function readResults(): Results {
  return existsSync(RAW) ? (JSON.parse(readFileSync(RAW, "utf8")) as Results) : {};
}

if (require.main === module)
  void command.run(process.argv.slice(2), processTerminal()).then((code) => process.exit(code));
