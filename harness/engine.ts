// Provides the pinned Pulumi engine: installed, cached, downloaded, or built from source.
import { rm } from "node:fs/promises";
import { delimiter, join } from "node:path";
import { cacheFolder, publish } from "./engine/cache";
import type { EngineFolders } from "./engine/environment";
import { buildWithGo, hasGo } from "./engine/go-build";
import { ensureHost } from "./engine/language";
import {
  CLI,
  ENGINE_VERSION,
  folderOnPath,
  INSTALL_PAGE,
  isExecutable,
  LANGUAGE_HOST,
  LANGUAGES,
  type Language,
} from "./engine/pin";
import { downloadRelease } from "./engine/release";
import { versionIn } from "./engine/version";

export { engineEnvironment } from "./engine/environment";

export interface Engine extends EngineFolders {
  source: "installed" | "cache" | "release" | "build";
}

type Fill = (folder: string, env: NodeJS.ProcessEnv) => Promise<void>;

export interface EngineOptions {
  env?: NodeJS.ProcessEnv;
  log?: (line: string) => void;
  /** The languages of programs beside Node's. @default none */
  languages?: readonly Language[];
  /** How to get an engine that is neither installed nor cached; tests pass their own. */
  download?: Fill;
  build?: Fill;
  buildHost?: (language: Language, ...filled: Parameters<Fill>) => Promise<void>;
}

/** Finds or makes the engine. If neither works, the error says what to do. */
export async function ensureEngine(options: EngineOptions = {}): Promise<Engine> {
  const env = options.env ?? process.env;
  const log = options.log ?? ((line) => process.stderr.write(`engine: ${line}\n`));
  const target = cacheFolder(env);
  const engine =
    (await installed(env, log)) ??
    (await kept(target)) ??
    (await downloaded(target, env, log, options.download ?? downloadRelease)) ??
    (await built(target, env, options.build ?? buildWithGo));
  const own = engine.source === "installed" ? `${target}-hosts` : target;
  const folders = [...engine.folders];
  for (const language of options.languages ?? []) {
    folders.push(await ensureHost(language, folders, own, env, options.buildHost));
  }
  return { ...engine, folders: [...new Set(folders)] };
}

async function installed(env: NodeJS.ProcessEnv, log: (line: string) => void): Promise<Engine | undefined> {
  const path = env["PATH"] ?? "";
  const cli = folderOnPath(path, CLI);
  if (cli === undefined) {
    return undefined;
  }
  const version = await versionIn(cli);
  if (version !== ENGINE_VERSION) {
    log(
      `${join(cli, CLI)} is version ${version ?? "unknown"}, this repository needs ${ENGINE_VERSION}: looking elsewhere`,
    );
    return undefined;
  }
  const host = folderOnPath([cli, path].join(delimiter), LANGUAGE_HOST);
  if (host === undefined) {
    log(`${join(cli, CLI)} has no ${LANGUAGE_HOST} beside it or on PATH: looking elsewhere`);
    return undefined;
  }
  return { folders: [...new Set([cli, host])], source: "installed" };
}

async function kept(target: string): Promise<Engine | undefined> {
  if (!isExecutable(join(target, CLI))) {
    return undefined;
  }
  if (isExecutable(join(target, LANGUAGE_HOST)) && (await versionIn(target)) === ENGINE_VERSION) {
    return { folders: [target], source: "cache" };
  }
  await rm(target, { recursive: true, force: true });
  return undefined;
}

async function downloaded(
  target: string,
  env: NodeJS.ProcessEnv,
  log: (line: string) => void,
  download: Fill,
): Promise<Engine | undefined> {
  log(`downloading the official release ${ENGINE_VERSION}`);
  try {
    await publish(target, (folder) => download(folder, env));
    return { folders: [target], source: "release" };
  } catch (error) {
    log(`the release is not available (${error instanceof Error ? error.message : String(error)})`);
    return undefined;
  }
}

async function built(target: string, env: NodeJS.ProcessEnv, build: Fill): Promise<Engine> {
  if (!hasGo(env)) {
    throw new Error(
      `Pulumi ${ENGINE_VERSION} is not installed, its release cannot be reached and there is no Go to build it: install it from ${INSTALL_PAGE}.`,
    );
  }
  await publish(target, (folder) => build(folder, env));
  return { folders: [target], source: "build" };
}

/** @param names of languages, as in `npm run engine -- yaml` */
async function main(names: readonly string[]): Promise<void> {
  const isLanguage = (name: string): name is Language => (LANGUAGES as readonly string[]).includes(name);
  const unknown = names.find((name) => !isLanguage(name));
  if (unknown !== undefined)
    throw new Error(`Unknown language ${unknown}. Allowed values are: ${LANGUAGES.join(", ")}.`);
  const { folders } = await ensureEngine({ languages: names.filter(isLanguage) });
  console.log(folders.join("\n"));
}

if (require.main === module) {
  main(process.argv.slice(2)).catch((error: Error) => {
    console.error(error.message);
    process.exitCode = 1;
  });
}
