import assert from "node:assert/strict";
import { inspect } from "node:util";
import { refused } from "../../sdk/refusal";

/** An error with this stack below its message. */
function thrownAt(...frames: string[]): Error {
  const former = Error.prepareStackTrace;
  Error.prepareStackTrace = (error) => [String(error), ...frames].join("\n");
  try {
    return refused("No organization matches.");
  } finally {
    Error.prepareStackTrace = former;
  }
}

describe("an error of the program", () => {
  it("keeps the frames that Node can colour, and none of those that it never ends with", () => {
    const program = "    at async main (/app/node_modules/@company/partners/index.ts:3:7)";
    const { stack, message } = thrownAt(
      program,
      "    at async applyHelperAsync (/app/node_modules/@pulumi/output.ts:516:25)",
      "    at async applyHelperAsync (C:\\app\\node_modules\\@pulumi\\output.ts:516:25)",
      "    at processTicksAndRejections (node:internal/process/task_queues:95:5)",
    );
    assert.equal(message, "No organization matches.");
    assert.deepEqual(stack?.split("\n").slice(1), [
      program,
      "    at processTicksAndRejections (node:internal/process/task_queues:95:5)",
    ]);
  });

  it("is coloured at once", () => {
    const error = thrownAt("    at async applyHelperAsync (/app/node_modules/@pulumi/output.ts:516:25)");
    assert.match(inspect(error, { colors: true }), /No organization matches/);
  });
});
