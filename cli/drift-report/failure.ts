// Why a check of a stack is incomplete, each cause once: a missing permission stops every resource with the same words.

export interface Failure {
  /** As the first resource's message tells it. */
  readonly cause: string;
  /** What could not be done because of it, such as `reading connected organization "Contoso" (…)`. */
  readonly tasks: readonly string[];
}

const task = /^(\w+ connected organization "(?:[^"\\]|\\.)*"(?: \([^)]*\))?): (.+)$/s;

export function groupFailures(messages: readonly string[]): Failure[] {
  const causes = new Map<string, { cause: string; tasks: Set<string> }>();
  for (const message of messages) {
    const [, what, cause = message] = task.exec(message) ?? [];
    const key = cause.replace(/\b(?:client-)?request-id [^)]*/g, "");
    const same = causes.get(key) ?? { cause, tasks: new Set() };
    causes.set(key, same);
    if (what !== undefined) same.tasks.add(what);
  }
  return [...causes.values()].map(({ cause, tasks }) => ({ cause, tasks: [...tasks] }));
}
