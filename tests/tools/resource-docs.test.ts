// The pages in docs/ and the README say what the code says.
import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { basename, join } from "node:path";
import { ROOT } from "../../harness/root";
import { type Setting, type SettingName, settingNames, variableOf } from "../../provider/settings/setting-value";
import { PAGES, SHAPE, writeTables } from "../../tools/resource-docs";

describe("the tables in docs/", () => {
  for (const page of PAGES) {
    it(`say in ${basename(page)} what the code says: \`npm run docs\` writes them`, () => {
      const text = readFileSync(page, "utf8");
      assert.equal(text, writeTables(text, readFileSync(SHAPE, "utf8")));
    });
  }

  const shape = `
    type State = "on" | "off";
    /** A switch. @see https://example.com/switch */
    interface Switch {
      /** Its name,
       * on two lines. */
      name: string;
      /** Its state | position. @default "on" */
      state?: State;
      changedBy: string | undefined;
    }`;
  const page = (body: string) => `before\n<!-- properties of Switch -->\n${body}<!-- end -->\nafter\n`;

  it("are written from types, comments and defaults", () => {
    const rows = [
      "A switch. ([Microsoft's page](https://example.com/switch))",
      "",
      "| property    | type            |                | meaning                 |",
      "| ----------- | --------------- | -------------- | ----------------------- |",
      "| `name`      | `string`        |                | Its name, on two lines. |",
      '| `state`     | `"on" \\| "off"` | default `"on"` | Its state \\| position.  |',
      "| `changedBy` | `string`        | optional       |                         |",
      "",
    ];
    assert.equal(writeTables(page("anything\n"), shape), page(rows.join("\n")));
  });

  it("cannot name an interface that is not there", () => {
    assert.throws(
      () => writeTables(page(""), "interface Lamp {}"),
      /provider\/organization\/shape\.ts has no interface Switch\./,
    );
  });
});

describe("the table of settings in the README", () => {
  it("holds settings that exist, with their variables", () => {
    const readme = readFileSync(join(ROOT, "README.md"), "utf8");
    const rows = [...readme.matchAll(/^\| `(\w+)` .*`CONNECTEDORGS_.*$/gm)];
    assert.ok(rows.length > 5, "The README should have a table of settings.");
    for (const [row, name = ""] of rows) {
      assert.ok(Object.hasOwn(settingNames, name), `There is no setting ${name}.`);
      const { variables = [], azuread }: Setting = settingNames[name as SettingName];
      const [setting, variable, others] = row
        .split("|")
        .slice(1)
        .map((cell) => cell.trim());
      assert.deepEqual(
        { setting, variable, others },
        {
          setting: `\`${name}\`${azuread ? " \\*" : ""}`,
          variable: `\`${variableOf(name as SettingName)}\``,
          others: variables.map((other) => `\`${other}\``).join(", "),
        },
      );
    }
  });
});
