/** A command in this process: what it prints, and how it ends. */
import { mkdtempSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { main } from "../../cli/cli";
import type { Tone } from "../../cli/terminal";
import { withoutForeignSettings } from "../../harness/engine/environment";
import { temporaryFolder } from "../../harness/project/temporary-folder";

export interface Surroundings {
  /** What the environment holds beside this process's own, without anybody's settings. */
  readonly env?: Readonly<Record<string, string>>;
  readonly cwd?: string;
  /** What a person answers; nobody can be asked without it. */
  readonly answer?: boolean;
  /** Runs while the command waits to be stopped, which it is afterwards. */
  readonly meanwhile?: (printed: readonly string[]) => Promise<void>;
}

export interface Ended {
  readonly code: number;
  readonly out: string;
  readonly err: string;
  /** What is red on a terminal. */
  readonly problems: readonly string[];
  readonly progress: readonly string[];
  readonly questions: readonly string[];
}

/** For the files that options name. */
export const folder = temporaryFolder("cli");

/** @returns where a file with this text or these bytes is; anything else is written as JSON */
export function write(name: string, content: unknown): string {
  const file = join(mkdtempSync(join(folder, "file-")), name);
  writeFileSync(file, typeof content === "string" || Buffer.isBuffer(content) ? content : JSON.stringify(content));
  return file;
}

export async function run(args: readonly string[], surroundings: Surroundings = {}): Promise<Ended> {
  const { env = {}, cwd, answer, meanwhile } = surroundings;
  const [out, err, problems, progress, questions]: [string[], string[], string[], string[], string[]] = [
    [],
    [],
    [],
    [],
    [],
  ];
  let failure: unknown;
  const stopped = async () => {
    if (!meanwhile) return await new Promise<never>(() => undefined);
    await meanwhile(out).catch((error: unknown) => {
      failure = error;
    });
  };
  const confirm = async (question: string) => {
    questions.push(question);
    return answer ?? false;
  };
  const print = (lines: string[]) => (line: string, tone?: Tone) => {
    lines.push(line);
    if (tone === "problem") problems.push(line);
  };
  const former = { env: process.env, cwd: process.cwd() };
  process.env = { ...withoutForeignSettings(former.env), ...env };
  if (cwd !== undefined) process.chdir(cwd);
  try {
    const code = await main(args, {
      out: print(out),
      err: print(err),
      progress: (text) => progress.push(text),
      stopped,
      ...(answer !== undefined && { confirm }),
    });
    if (failure) throw failure;
    return { code, out: out.join("\n"), err: err.join("\n"), problems, progress, questions };
  } finally {
    process.chdir(former.cwd);
    process.env = former.env;
  }
}
