// The section on one stack or five.
import { markdownTable } from "../cli/markdown-table";
import { cases, megabytes, span } from "./cell";
import { operations, type Sample } from "./result";
import { median, select, withSpread } from "./statistics";
import { ESTATE } from "./target";

/** The same organizations in one stack, and in five stacks one after the other. */
export function estate(samples: readonly Sample[]): string {
  const [whole, part] = ESTATE;
  const rows = cases(samples.filter(({ size }) => size === whole.size)).flatMap((wanted) =>
    whole.who.map((subject) => {
      const one = select(samples, subject, wanted);
      const each = select(samples, subject, { ...wanted, ...part });
      const seconds = (of: readonly Sample[]) => of.map((sample) => sample.seconds);
      const ratio = (part.rounds * median(seconds(each))) / median(seconds(one));
      return [
        operations[wanted.operation],
        wanted.memberDelay ? `${subject}, ${wanted.memberDelay} ms per member` : subject,
        withSpread(seconds(one), 1),
        withSpread(seconds(each), 1),
        ratio.toFixed(2),
        span(one.map(({ requests: sent }) => sent)),
        span(each.map(({ requests: sent }) => sent)),
        ...[one, each].map((of) => withSpread(megabytes(of, "engineKilobytes"), 0)),
        ...[one, each].map((of) => withSpread(megabytes(of, "hostKilobytes"), 0)),
      ];
    }),
  );
  const columns = ["one stack, s", "of five each, s", "five / one", "requests, one", "each"];
  const memories = ["engine's peak, MB, one", "each", "provider's peak, MB, one", "each"];
  const about = `${whole.size} organizations in one stack, and in five of ${part.size}, one after the other.`;
  return `${about}\n\n${markdownTable([["operation", "", ...columns, ...memories], ...rows]).join("\n")}`;
}
