// What to run: sizes, and how often.
import { type Rule, type Values, wholeNumber } from "../cli/arguments";
import { type PartName, partNames } from "./result";

const count = wholeNumber(1, 9999);

const counts: Rule<readonly number[]> = {
  normalize: (text) => {
    const sizes = text.split(",").flatMap((size) => count.normalize(size) ?? []);
    return sizes.length === text.split(",").length ? sizes : undefined;
  },
  expected: `${count.expected}, or several with commas between them`,
};

const names: Rule<readonly PartName[]> = {
  normalize: (text) => {
    const wanted = text.split(",");
    const found = partNames.filter((name) => wanted.includes(name));
    return found.length === wanted.length ? found : undefined;
  },
  expected: `one of ${partNames.join(", ")}, or several with commas between them`,
};

export const options = {
  only: { value: "<part,…>", rule: names, about: `some parts: ${partNames.join(", ")}; results.md keeps the others` },
  quick: { about: "N = 1 and 100 only" },
  sizes: { value: "<n,n,…>", rule: counts, about: "other numbers of organizations (default 1,100,1000)" },
  repeat: { value: "<n>", rule: count, about: "rounds at every size (default 3, and 1 from N = 500)" },
  report: { about: "measure nothing, write the reports again from bench/results.json" },
} as const;

export interface Plan {
  readonly sizes: readonly number[];
  rounds(size: number): number;
}

export function planOf({ quick, sizes, repeat }: Pick<Values<typeof options>, "quick" | "sizes" | "repeat">): Plan {
  return {
    sizes: sizes ?? (quick ? [1, 100] : [1, 100, 1000]),
    rounds: (size) => repeat ?? (size < 500 ? 3 : 1),
  };
}
