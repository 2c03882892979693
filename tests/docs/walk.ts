/** A page with commands, as a reader follows it in a terminal: files are written, lines pasted, and outputs compared. */
import { type ChildProcess, spawn } from "node:child_process";
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { stripVTControlCharacters } from "node:util";
import { killTree } from "../../harness/kill-tree";

export type Step =
  | { readonly kind: "file"; readonly name: string; readonly text: string }
  | { readonly kind: "line"; readonly command: string; readonly exitCode?: number }
  /** Lines that the commands since the block before have printed. */
  | { readonly kind: "shown"; readonly lines: readonly string[] };

/**
 * Blocks with a title are files, `sh` blocks are pasted, and a `text` block after one in its section is what it prints.
 * A line that `echo $?` follows may fail; `powershell` blocks are for other readers.
 */
export function stepsOf(page: string): Step[] {
  let former = "";
  return [...page.matchAll(/^## |^```(\w+)(?: title="([^"]+)")?\n([\s\S]*?)^```$/gm)].flatMap(
    ([, language = "", name, text = ""]) => {
      if (language === "powershell") return [];
      const isShown = language === "text" && former === "sh";
      former = language;
      if (name !== undefined) return [{ kind: "file", name, text }];
      const lines = text.replaceAll("\\\n", " ").split("\n").filter(Boolean);
      if (language === "sh") return lines.map(pasted);
      return isShown ? [{ kind: "shown", lines }] : [];
    },
  );
}

function pasted(command: string, index: number, lines: readonly string[]): Step {
  return lines[index + 1] === "echo $?" ? { kind: "line", command } : { kind: "line", command, exitCode: 0 };
}

export interface Walk {
  /** What it printed. Throws with the step and its output when something else happens than the page says. */
  take(step: Step): Promise<string>;
  end(): void;
}

export async function startWalk(folder: string, env: NodeJS.ProcessEnv, lineLimitMs: number): Promise<Walk> {
  const terminal = new Terminal(folder, env, lineLimitMs);
  await terminal.paste("stty -echo cols 100 rows 40");
  let printed = "";
  return {
    async take(step) {
      if (step.kind === "file") {
        writeFileSync(join(terminal.folder, step.name), step.text);
        return "";
      }
      if (step.kind === "shown") {
        const missing = step.lines.find((line) => !printed.includes(line.trim()));
        if (missing !== undefined) throw new Error(`${missing} should be shown, but the output was:\n${printed}`);
        printed = "";
        return "";
      }
      const { command, exitCode } = step;
      const { status, output } = await terminal.paste(command);
      printed += output;
      if (exitCode !== undefined && status !== exitCode) throw new Error(`${command}\nleft with ${status}:\n${output}`);
      if (/\bwarn(ing)?\b/i.test(output.replaceAll(aboutScripts, ""))) throw new Error(`${command}\nwarns:\n${output}`);
      return output;
    },
    end: () => terminal.close(),
  };
}

/** What npm 11 says of a package that Pulumi depends on, and the page after it. */
const aboutScripts = /npm warn install-scripts.*/g;

const mark = "the-line-left-with";
const prompted = new RegExp(`${mark} (\\d+) in (.*)\\n`);

/** What a program asks a terminal: its background colour, and where the cursor is. The Pulumi CLI waits 5 s for both. */
const answers: readonly (readonly [question: string, answer: string])[] = [
  ["\x1b]11;?", "\x1b]11;rgb:0000/0000/0000\x1b\\"],
  ["\x1b[6n", "\x1b[1;1R"],
];

/** A shell in a pseudo-terminal of util-linux's `script`, which every Debian has. */
class Terminal {
  readonly #script: ChildProcess;
  #output = "";
  folder = "";

  constructor(
    folder: string,
    env: NodeJS.ProcessEnv,
    readonly limitMs: number,
  ) {
    const shell = "bash --noprofile --norc --noediting";
    this.#script = spawn("script", ["--quiet", "--return", "--command", shell, "/dev/null"], {
      cwd: folder,
      // `script` starts the command through SHELL, and a bash there would drop PS1.
      env: { ...env, TERM: "xterm-256color", SHELL: "/bin/sh", PS1: `${mark} $? in $PWD\n` },
      detached: true,
      stdio: ["pipe", "pipe", "inherit"],
    });
    this.#script.on("error", (error) => {
      this.#output += `There is no pseudo-terminal: ${error.message}. Install util-linux (bsdutils on Debian).`;
    });
    this.#script.stdout?.setEncoding("utf8").on("data", (text: string) => this.#hear(text));
  }

  #hear(text: string): void {
    this.#output += text;
    for (const [question, answer] of answers) if (text.includes(question)) this.#script.stdin?.write(answer);
  }

  /** One line, after the prompt of the line before; ends with the next prompt. */
  async paste(line: string): Promise<{ status: number; output: string }> {
    if (this.folder === "") await this.#prompt(line);
    this.#output = "";
    this.#script.stdin?.write(`${line}\n`);
    return await this.#prompt(line);
  }

  async #prompt(line: string): Promise<{ status: number; output: string }> {
    for (const until = Date.now() + this.limitMs; ; ) {
      const printed = stripVTControlCharacters(this.#output).replaceAll("\r", "");
      const found = prompted.exec(printed);
      if (found !== null) {
        this.folder = found[2] ?? "";
        return { status: Number(found[1]), output: printed.slice(0, found.index) };
      }
      const hasEnded = this.#script.exitCode !== null || this.#script.pid === undefined;
      if (Date.now() > until || hasEnded) throw new Error(`${line}\ndid not end:\n${printed}`);
      await new Promise((resolve) => setTimeout(resolve, 20));
    }
  }

  close(): void {
    if (this.#script.pid !== undefined) killTree(this.#script.pid);
  }
}
