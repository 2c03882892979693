// The files of a project in each language. Those that need the plugin find it where npm has put it.
const PLUGIN = { providers: [{ name: "connectedorgs", path: "../node_modules/.bin" }] };

export type ProjectLanguage = "javascript" | "typescript" | "yaml" | "python";

export interface ProjectShape {
  readonly name: string;
  readonly language: ProjectLanguage;
  readonly program: string;
  readonly usesPlugin: boolean;
  /** Of a Python program: the environment that has Pulumi's package. */
  readonly virtualenv?: string | undefined;
}

const compilerOptions = { strict: true, target: "es2022", module: "nodenext", types: ["node"], skipLibCheck: true };

export function projectFiles({
  name,
  language,
  program,
  usesPlugin,
  virtualenv,
}: ProjectShape): Readonly<Record<string, string>> {
  const description = (runtime: unknown, withPlugin = usesPlugin) =>
    JSON.stringify({ name, runtime, ...(withPlugin && { plugins: PLUGIN }) });
  switch (language) {
    case "yaml":
      // What a program says comes after the project's own lines.
      return { "Pulumi.yaml": `name: ${name}\nruntime: yaml\nplugins: ${JSON.stringify(PLUGIN)}\n${program}` };
    case "python":
      return { "Pulumi.yaml": description({ name: "python", options: { virtualenv } }, true), "__main__.py": program };
    case "javascript":
    case "typescript": {
      const isTyped = language === "typescript";
      return {
        "Pulumi.yaml": description({ name: "nodejs", options: { typescript: isTyped } }),
        "package.json": JSON.stringify({ name, private: true }),
        ...(isTyped && { "tsconfig.json": JSON.stringify({ compilerOptions, files: ["index.ts"] }) }),
        [isTyped ? "index.ts" : "index.js"]: program,
      };
    }
  }
}
