/** TypeScript's language service over one program beside this folder: what an editor shows, without the editor. */
import { readFileSync } from "node:fs";
import { join } from "node:path";
import ts from "typescript";

const file = join(__dirname, "program.ts");
const imports = `import { CloudInstance, ConnectedOrganization, getTenant, Provider } from "../../sdk";\n`;
const compilerOptions: ts.CompilerOptions = {
  target: ts.ScriptTarget.ES2022,
  module: ts.ModuleKind.NodeNext,
  strict: true,
  skipLibCheck: true,
  types: [],
};

let [text, version] = ["", 0];

const service = ts.createLanguageService({
  ...ts.sys,
  useCaseSensitiveFileNames: () => ts.sys.useCaseSensitiveFileNames,
  getCompilationSettings: () => compilerOptions,
  getCurrentDirectory: () => __dirname,
  getDefaultLibFileName: ts.getDefaultLibFilePath,
  getScriptFileNames: () => [file],
  getScriptVersion: (name) => (name === file ? String(version) : "1"),
  getScriptSnapshot: (name) => ts.ScriptSnapshot.fromString(name === file ? text : readFileSync(name, "utf8")),
  fileExists: (name) => name === file || ts.sys.fileExists(name),
});

/** @param program with a bar where the cursor is */
function open(program: string): number {
  text = imports + program.replace("|", "");
  version += 1;
  return imports.length + program.indexOf("|");
}

export function completions(program: string): string[] {
  const { entries = [] } = service.getCompletionsAtPosition(file, open(program), undefined) ?? {};
  return entries.map(({ name }) => name).sort();
}

export function hover(program: string): { text: string; example: string } {
  const { documentation, tags } = service.getQuickInfoAtPosition(file, open(program)) ?? {};
  const example = tags?.find(({ name }) => name === "example")?.text;
  return { text: ts.displayPartsToString(documentation), example: ts.displayPartsToString(example) };
}

/** What the compiler says of the program. */
export function complaints(program: string): string[] {
  open(program);
  return service
    .getSemanticDiagnostics(file)
    .map(({ messageText }) => ts.flattenDiagnosticMessageText(messageText, "\n"));
}
