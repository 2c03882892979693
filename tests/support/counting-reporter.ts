// Mocha's usual report, and its sums in a file for the step that started it.
import { writeFileSync } from "node:fs";
import { type MochaOptions, Runner, reporters } from "mocha";

class CountingReporter extends reporters.Spec {
  constructor(runner: Runner, options: MochaOptions & { reporterOptions?: { counts?: string } }) {
    super(runner, options);
    runner.once(Runner.constants.EVENT_RUN_END, () => {
      const { passes, failures } = this.stats;
      const file = options.reporterOptions?.counts;
      if (file !== undefined) {
        writeFileSync(file, JSON.stringify({ passed: passes, failed: failures }));
      }
    });
  }
}

module.exports = CountingReporter;
