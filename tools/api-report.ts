// `npm run api`: writes what each entry point exports, with its types, into api/. A test and the release check compare:
// a changed line changes the public surface, and so belongs into the changelog and the version.
import { mkdirSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { CompilerState, Extractor, ExtractorConfig, ExtractorLogLevel } from "@microsoft/api-extractor";

const ROOT = join(__dirname, "..");
const FOLDER = "api";

/** The report of each subpath of `exports` in package.json. */
const entryPoints = {
  sdk: "sdk/index",
  plugin: "sdk/plugin/index",
  provider: "provider/host",
  emulator: "emulator/index",
};

const compilerOptions = {
  target: "es2022",
  lib: ["es2023"],
  module: "nodenext",
  types: ["node"],
  strict: true,
  skipLibCheck: true,
};

export type Mode = "write" | "compare";

/** @returns the entry points whose report differs from the build */
export function reportApi(mode: Mode, root = ROOT): string[] {
  mkdirSync(join(root, FOLDER), { recursive: true });
  const scratch = mkdtempSync(join(tmpdir(), "connectedorgs-api-"));
  try {
    const configs = Object.entries(entryPoints).map(
      ([name, entry]) => [name, configOf(name, entry, root, scratch)] as const,
    );
    const [first, ...others] = configs.map(([, config]) => config);
    if (first === undefined) return [];
    const additionalEntryPoints = others.map(({ mainEntryPointFilePath }) => mainEntryPointFilePath);
    const compilerState = CompilerState.create(first, { additionalEntryPoints });
    return configs.filter(([, config]) => differs(config, compilerState, mode)).map(([name]) => name);
  } finally {
    rmSync(scratch, { recursive: true, force: true });
  }
}

function differs(config: ExtractorConfig, compilerState: CompilerState, mode: Mode): boolean {
  const problems: string[] = [];
  const { apiReportChanged, succeeded } = Extractor.invoke(config, {
    compilerState,
    localBuild: mode === "write",
    messageCallback(message) {
      if (message.logLevel === ExtractorLogLevel.Error) problems.push(message.text);
      message.handled = true;
    },
  });
  if (!succeeded && !apiReportChanged) throw new Error(`The declarations could not be read: ${problems.join(" ")}`);
  return apiReportChanged;
}

function configOf(name: string, entry: string, root: string, scratch: string): ExtractorConfig {
  return ExtractorConfig.prepare({
    configObjectFullPath: undefined,
    packageJsonFullPath: join(root, "package.json"),
    configObject: {
      projectFolder: root,
      mainEntryPointFilePath: join(root, "dist", `${entry}.d.ts`),
      compiler: { overrideTsconfig: { compilerOptions, include: ["dist/**/*.d.ts"] } },
      apiReport: {
        enabled: true,
        // A type that is not exported is still part of the surface if an exported one uses it.
        includeForgottenExports: true,
        reportFileName: `${name}.api.md`,
        reportFolder: join(root, FOLDER),
        reportTempFolder: scratch,
      },
      newlineKind: "lf",
      // Only the surface matters here, not the form of the comments.
      messages: { extractorMessageReporting: { default: { logLevel: ExtractorLogLevel.None } } },
    },
  });
}

if (require.main === module) {
  const mode: Mode = process.argv.includes("--compare") ? "compare" : "write";
  const changed = reportApi(mode);
  if (mode === "compare" && changed.length > 0) {
    console.error(
      `The public surface differs from api/ in ${changed.join(", ")}: look at what \`npm run api\` changes.`,
    );
    process.exitCode = 1;
  }
}
