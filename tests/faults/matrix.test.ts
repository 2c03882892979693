/** Requests of every operation with every fault: nothing is lost, nothing doubled, and the next up converges. */
import assert from "node:assert/strict";
import { writeFileSync } from "node:fs";
import { sampleTitle } from "../support/sample";
import { signInThrough } from "../support/sign-in";
import { expected } from "./expected";
import { requestsOf, runRow, summary, sums, withGaps } from "./matrix";
import { currentFetch, type Operation, operationNames, operations } from "./operation";

const kindOf = (request: string) => request.replace(/^\d+ /, "");

describe(`whatever fails (${sampleTitle})`, () => {
  let restore = (): void => undefined;

  before(() => {
    restore = signInThrough(() => (input, init) => currentFetch()(input, init));
  });
  after(() => {
    restore();
    console.log(`\n${summary(sums)}\n`);
    // For the command that prints the sums once more below all tests.
    const file = process.env["FAULT_SUMS"];
    if (file) writeFileSync(file, summary(sums));
  });

  for (const name of operationNames) {
    describe(`while ${name}`, () => {
      const operation: Operation = operations[name];
      const requests = Object.keys(expected[name]);

      it("is one of these requests", async () => {
        assert.deepEqual(await requestsOf(operation), requests);
      });

      for (const [index, request] of requests.entries()) {
        const isFirst = !requests.slice(0, index).map(kindOf).includes(kindOf(request));
        it(`at ${request}: ends as the table says, and harms nothing`, async () => {
          const row = await runRow(operation, request, isFirst);
          assert.deepEqual(row.broken, []);
          assert.equal(row.outcomes, withGaps(expected[name][request] ?? "", row));
        });
      }
    });
  }

  it("loses nothing and doubles nothing", () => {
    assert.deepEqual([sums.lost, sums.doubled], [0, 0]);
    assert.equal(sums.tried, sums.recovered + sums.errors + sums.partial + sums.named);
  });
});
