/** Organizations in the Python program of docs/python.md, with the package that Pulumi generates. */
import { dirname, join } from "node:path";
import { generateSdk } from "../../harness/engine/generated-sdk";
import { temporaryFolder } from "../../harness/project/temporary-folder";
import { runProcess } from "../../harness/run-process";
import { ensurePython } from "../../tools/clients/python";
import { succeeded } from "../engine/support";
import { describeLife } from "./life";
import { programOf } from "./page";

/** As a value of the package and as a text, which the plugin must get alike. */
const choices = 'environment=connectedorgs.Environment.PUBLIC, api_version="v1.0",';
const program = (url: string) =>
  programOf("python.md", "__main__.py")
    .replaceAll("http://127.0.0.1:8800", url)
    .replace("access_token=", `${choices} access_token=`);
const litware = `
connectedorgs.ConnectedOrganization(
    "litware",
    display_name="Litware",
    identity_sources=[{"type": "domainIdentitySource", "domain_name": "litware.example"}],
)
`;

describe("an organization in a Python program", function () {
  this.timeout(900_000);
  describeLife({ before: program, after: (url) => program(url) + litware }, async () => {
    const [source, installed] = [temporaryFolder("python-sdk"), temporaryFolder("python-packages")];
    await generateSdk("python", source);
    const python = await ensurePython(join(__dirname, "requirements.txt"));
    const pip = ["-m", "pip", "install", "--quiet", "--no-deps", "--target", installed, source];
    await succeeded(runProcess(python, pip, { timeoutMs: 120_000 }));
    return { language: "python", virtualenv: dirname(dirname(python)), env: { PYTHONPATH: installed } };
  });
});
