import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { switchNames, switchTable } from "../../emulator";
import { createSwitchBoard, parseSwitch } from "../../emulator/switches";

describe("emulator: the table of switches", () => {
  it("has a default among its positions and a description on every row", () => {
    for (const name of switchNames) {
      const row = switchTable[name];
      if ("positions" in row) assert.ok((row.positions as readonly unknown[]).includes(row.default), name);
      assert.ok(row.about.length > 10, name);
    }
  });

  it("reads text as a command line gives it", () => {
    assert.deepEqual(parseSwitch("patchAnswer", "202"), { patchAnswer: 202 });
    assert.deepEqual(parseSwitch("pageSize", "3"), { pageSize: 3 });
    assert.deepEqual(parseSwitch("swap", "later"), { swap: "later" });
  });

  it("refuses unknown names and positions with what is allowed", () => {
    assert.throws(() => parseSwitch("swaps", "later"), /^Error: Unknown switch: swaps\. Switches are: patchAnswer, /);
    const message = "Invalid value for patchAnswer: 201. Allowed values are: 204, 202, 200.";
    assert.throws(() => parseSwitch("patchAnswer", 201), { message });
    assert.throws(() => parseSwitch("pageSize", "-1"), {
      message: "Invalid value for pageSize: -1. Expected a whole number from 0.",
    });
  });

  it("moves at run time and goes back", () => {
    const board = createSwitchBoard({ patchAnswer: 200 });
    board.set({ pageSize: 2 });
    assert.deepEqual([board.patchAnswer, board.pageSize], [200, 2]);
    board.reset();
    assert.deepEqual([board.patchAnswer, board.pageSize], [204, 100]);
  });

  it("is written down in docs/emulator.md as it is", () => {
    const page = readFileSync(join(__dirname, "../../docs/emulator.md"), "utf8").replace(/ +/g, " ");
    const missing = switchNames.filter((name) => {
      const row = switchTable[name];
      const bold = (position: unknown) => (position === row.default ? `**${position}**` : String(position));
      const positions = "positions" in row ? row.positions.map(bold).join(" · ") : `a number, **${row.default}**`;
      return !page.includes(`| \`${name}\` | ${positions} | ${row.about} |`);
    });
    assert.deepEqual(missing, []);
  });
});
