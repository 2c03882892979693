// Coverage is that of the processes that run tests: each of the hundreds that they start would add 12 MB to merge.
import { constants } from "node:os";

export const mochaHooks = {
  beforeAll(): void {
    delete process.env["NODE_V8_COVERAGE"];
  },
};

// Mocha sends it to a worker that needs more than a second to end, as one that writes its coverage may. Without a listener
// the worker would be gone, and its coverage with it.
process.once("SIGTERM", () => process.exit(128 + constants.signals.SIGTERM));
