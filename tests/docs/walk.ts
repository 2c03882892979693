/** A page with commands, as a reader follows it: files are written, lines typed into one shell, and outputs compared. */
import { type ChildProcess, spawn } from "node:child_process";
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { killTree } from "../../harness/kill-tree";

export type Step =
  | { readonly kind: "file"; readonly name: string; readonly text: string }
  | { readonly kind: "line"; readonly command: string; readonly exitCode: number }
  /** Lines that the commands since the block before have printed. */
  | { readonly kind: "shown"; readonly lines: readonly string[] };

/** Blocks with a title are files, `sh` blocks are typed, and a `text` block after one in its section is what it prints. */
export function stepsOf(page: string): Step[] {
  let former = "";
  return [...page.matchAll(/^## |^```(\w+)(?: title="([^"]+)")?\n([\s\S]*?)^```$/gm)].flatMap(
    ([, language = "", name, text = ""]) => {
      const isShown = language === "text" && former === "sh";
      former = language;
      if (name !== undefined) return [{ kind: "file", name, text }];
      const lines = text.replaceAll("\\\n", " ").split("\n").filter(Boolean);
      if (language === "sh") return lines.map(typed);
      return isShown ? [{ kind: "shown", lines }] : [];
    },
  );
}

function typed(line: string): Step {
  const code = /# exit code (\d+)$/.exec(line)?.[1];
  return { kind: "line", command: line, exitCode: Number(code ?? 0) };
}

export interface Walk {
  /** Throws with the step and its output when something else happens than the page says. */
  take(step: Step): Promise<void>;
  end(): void;
}

export function startWalk(folder: string, env: NodeJS.ProcessEnv, lineLimitMs: number): Walk {
  const shell = spawn("bash", ["--noprofile", "--norc"], {
    cwd: folder,
    env,
    detached: true,
    stdio: ["pipe", "pipe", "pipe"],
  });
  const session = new Session(shell, lineLimitMs);
  let printed = "";
  return {
    async take(step) {
      if (step.kind === "file") return writeFileSync(join(await session.folder(), step.name), step.text);
      if (step.kind === "shown") {
        const missing = step.lines.find((line) => !printed.includes(line.trim()));
        if (missing !== undefined) throw new Error(`${missing} should be shown, but the output was:\n${printed}`);
        printed = "";
        return;
      }
      const { exitCode, output } = await session.type(step.command);
      printed += output;
      if (exitCode !== step.exitCode) throw new Error(`${step.command}\nleft with ${exitCode}:\n${output}`);
    },
    end: () => killTree(shell.pid ?? 0),
  };
}

const mark = "the-line-left-with";

class Session {
  #output = "";

  constructor(
    readonly shell: ChildProcess,
    readonly limitMs: number,
  ) {
    for (const stream of [shell.stdout, shell.stderr]) {
      stream?.setEncoding("utf8").on("data", (text: string) => {
        this.#output += text;
      });
    }
    shell.stdin?.write("exec 2>&1\n");
  }

  async folder(): Promise<string> {
    return (await this.type("pwd")).output.trim();
  }

  async type(line: string): Promise<{ exitCode: number; output: string }> {
    this.#output = "";
    this.shell.stdin?.write(`${line}\necho ${mark} $?\n`);
    const end = new RegExp(`^([\\s\\S]*?)${mark} (\\d+)\\n`);
    for (const until = Date.now() + this.limitMs; ; ) {
      const [, output = "", code] = end.exec(this.#output) ?? [];
      if (code !== undefined) return { exitCode: Number(code), output };
      if (Date.now() > until || this.shell.exitCode !== null) throw new Error(`${line}\ndid not end:\n${this.#output}`);
      await new Promise((resolve) => setTimeout(resolve, 20));
    }
  }
}
