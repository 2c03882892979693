import assert from "node:assert/strict";
import { Credit } from "../../../provider/graph/credit";

describe("requests that sharing saved", () => {
  const rows: [earned: number[], pages: number][] = [
    [[], 0],
    [[4], 0],
    [[5], 1],
    [[2, 3], 1],
    [[0, 7], 3],
    [[19, 0, 1], 16],
  ];
  for (const [earned, pages] of rows) {
    it(`pay for ${pages} pages when they are ${earned.join(" and ") || "none"}`, () => {
      const credit = new Credit();
      for (const requests of earned) credit.earn(requests);
      let paid = 0;
      while (credit.spend()) paid += 1;
      assert.equal(paid, pages);
    });
  }
});
