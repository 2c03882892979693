/** Pages that lead through a whole life, line by line, without a question or a warning. */
import { follow } from "./follow";

describe("a page that leads", function () {
  this.timeout(900_000);

  it("from an empty folder to the end: docs/getting-started.md", async () => {
    await follow("getting-started.md", [], [{ kind: "line", command: "cd ../partners && npx tsc", exitCode: 0 }]);
  });

  it("through a program in YAML: docs/yaml.md", async () => {
    await follow("yaml.md", ["yaml"]);
  });
});
