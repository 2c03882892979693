/**
 * The compilers people have: each checks every example, one program of each kind of module, and one of a bundler with a
 * mistake, against the packed declarations.
 */
import assert from "node:assert/strict";
import { cp, mkdir, readFile, writeFile } from "node:fs/promises";
import { basename, join } from "node:path";
import { ROOT } from "../../harness/root";
import { runProcess } from "../../harness/run-process";
import { exampleNames, newest } from "./installation";
import { type ModuleKind, program } from "./program";
import { sideBySide } from "./side-by-side";

const kinds: readonly ModuleKind[] = ["module", "commonjs"];
const mistake = `
new ConnectedOrganization("mistaken", {
  displayName,
  identitySources: [{ type: "domainIdentitySourc", domainName: "contoso.com" }],
});`;

describe("the declarations and the examples, for ES modules and CommonJS", function () {
  this.timeout(900_000);

  sideBySide({
    "are accepted by TypeScript 5.9": async () => compiles(/^5\.9\./, ROOT, "typescript"),
    "are accepted by TypeScript 6": async () => compiles(/^6\./, await newest(), "typescript"),
    "are accepted by TypeScript 7": async () => compiles(/^7\./, await newest(), "typescript-7"),
  });
});

async function compiles(version: RegExp, place: string, name: string): Promise<void> {
  const compiler = join(place, "node_modules", name);
  assert.match(JSON.parse(await readFile(join(compiler, "package.json"), "utf8")).version, version);
  // Folders of its own, because a build leaves a file beside each program.
  const folder = join(await newest(), `compiled-by-${version.source.replace(/\W/g, "")}`);
  for (const example of exampleNames) {
    const filter = (path: string): boolean => basename(path) !== "node_modules";
    await cp(join(ROOT, "examples", example), join(folder, example), { recursive: true, filter });
  }
  for (const kind of kinds) await writeProgram(join(folder, kind), kind);
  const args = [join(compiler, "bin", "tsc"), "--build", "--noEmit", "--verbose", ...exampleNames, ...kinds];
  const { exitCode, output } = await runProcess(process.execPath, args, { cwd: folder, timeoutMs: 600_000 });
  assert.equal(exitCode, 0, output);
  assert.equal(output.match(/Building project/g)?.length, exampleNames.length + kinds.length, output);
  await findsTheMistake(compiler, join(folder, "bundled"));
}

/** Only the mistake: with a bundler's rules, too, the rest is right. */
async function findsTheMistake(compiler: string, folder: string): Promise<void> {
  await writeProgram(folder, "module", { module: "esnext", moduleResolution: "bundler" }, mistake);
  const args = [join(compiler, "bin", "tsc"), "--noEmit", "--pretty", "false"];
  const { output } = await runProcess(process.execPath, args, { cwd: folder, timeoutMs: 600_000 });
  const [complaint = "", ...others] = output.match(/^.*error TS.*$/gm) ?? [];
  assert.deepEqual(others, []);
  const named = complaint.match(/(?<=")\w+(Source|Tenant|Federation)(?=")/g);
  assert.equal(new Set(named).size, 5, output);
  assert.match(complaint, /Did you mean '"domainIdentitySource"'\?$/);
}

/** The ES module is checked with all declarations that it reaches, as no example is. */
async function writeProgram(
  folder: string,
  kind: ModuleKind,
  own: Record<string, string> = { module: "nodenext" },
  more = "",
): Promise<void> {
  const compilerOptions = {
    target: "ES2022",
    lib: ["ES2023"],
    ...own,
    types: ["node"],
    strict: true,
    exactOptionalPropertyTypes: true,
    skipLibCheck: kind === "commonjs",
  };
  await mkdir(folder);
  await writeFile(join(folder, "package.json"), JSON.stringify({ type: kind }));
  await writeFile(join(folder, "tsconfig.json"), JSON.stringify({ compilerOptions, files: ["index.ts"] }));
  await writeFile(join(folder, "index.ts"), program(kind) + more);
}
