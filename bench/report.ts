// bench/results.md: the figures as sections of Markdown.
import { markdownTable } from "../cli/markdown-table";
import { cases, megabytes, nameOf, secondsOf, span } from "./cell";
import { estate } from "./estate";
import {
  operations,
  type Pairs,
  partNames,
  type Results,
  type Sample,
  type StartUp,
  type Subject,
  subjects,
} from "./result";
import { plainSamples, ratios, ratiosOfPairs, select, sizesIn, stateBytesOf, withSpread } from "./statistics";
import { targetsOf, verdict } from "./target";

type SectionName = "made" | "targets" | "requests" | "time" | "parallel" | "estate" | "memory" | "start" | "size";

function sectionsOf(results: Results): Record<SectionName, string> {
  const samples = plainSamples(results);
  return {
    made: made(results),
    targets: targets(results),
    requests: requests(samples),
    time: time(samples),
    parallel: parallel(results.parallel?.measured ?? []),
    estate: estate(results.estate?.measured ?? []),
    memory: memory(samples, results.start?.measured),
    start: start(results.start?.measured),
    size: size(samples),
  };
}

const headings: Readonly<Record<SectionName, string>> = {
  made: "Benchmark results",
  targets: "Targets",
  requests: "Requests",
  time: "Time",
  parallel: "`--parallel`",
  estate: "One stack or five",
  memory: "Memory of the host",
  start: "Start-up",
  size: "Size",
};

/** The whole of bench/results.md. */
export function writeReport(results: Results): string {
  const sections = Object.entries(sectionsOf(results)) as [SectionName, string][];
  const text = sections.map(([name, section]) => `${name === "made" ? "#" : "##"} ${headings[name]}\n\n${section}`);
  return `${text.join("\n\n")}\n`;
}

function made(results: Results): string {
  const runs = partNames.flatMap((name) => {
    const { made: run } = results[name] ?? {};
    return run ? [{ name, text: `\`${run.command}\` on ${run.at}, on ${run.machine}, with ${run.versions}` }] : [];
  });
  const texts = [...new Set(runs.map(({ text }) => text))];
  const lines = texts.map((text) => {
    const names = runs.filter((run) => run.text === text).map(({ name }) => name);
    return `${texts.length === 1 ? "Made" : `${listed(names)}: made`} by ${text}.`;
  });
  const sizes = results.sizes?.measured ?? [];
  const rounds = sizesIn(sizes).map(
    (size) => `N = ${size}: ${count(select(sizes, "ours", { operation: "create", size }).length)}`,
  );
  return `${lines.join("\n\n")}\n\nRounds of the part sizes: ${rounds.join(", ")}.`;
}

function listed(names: readonly string[]): string {
  return `Part${names.length === 1 ? "" : "s"} ${names.join(", ")}`;
}

function count(rounds: number): string {
  return rounds === 1 ? "1, so without a spread" : String(rounds);
}

function targets(results: Results): string {
  const rows = targetsOf(results).map((target) => {
    const digits = target.unit.startsWith("×") ? 2 : 0;
    const show = (value: number | undefined) => (value === undefined ? "–" : value.toFixed(digits));
    const { what, most, unit, measured, plugin, overBare, why = "" } = target;
    const judge = (value: number | undefined) =>
      value === undefined ? "–" : `${show(value)}${verdict(most, value) === "missed" ? ", missed" : ""}`;
    const reason = verdict(most, measured) === "missed" ? why : "";
    return [what, `${most} ${unit}`, judge(measured), judge(plugin), show(overBare), reason];
  });
  const heading = ["what", "at most", "dynamic", "plugin", "dynamic over the bare no-op", "why it is missed"];
  return markdownTable([heading, ...rows]).join("\n");
}

function requests(samples: readonly Sample[]): string {
  const rows = cases(samples).map((wanted) => {
    const sent = (subject: Subject) => span(select(samples, subject, wanted).map((sample) => sample.requests));
    return [operations[wanted.operation], nameOf(wanted), sent("ours"), sent("plugin"), sent("hand-written")];
  });
  return markdownTable([["operation", "N", "ours", "plugin", "hand-written"], ...rows]).join("\n");
}

function time(samples: readonly Sample[]): string {
  const rows = cases(samples).map((wanted) => {
    const ratio = (subject: Subject, other: Subject) => withSpread(ratios(samples, subject, other, wanted));
    return [
      operations[wanted.operation],
      nameOf(wanted),
      secondsOf(samples, "no-op", wanted),
      ratio("ours", "no-op"),
      ratio("plugin", "no-op"),
      ratio("plugin", "ours"),
      ratio("ours", "bare"),
      ratio("ours", "hand-written"),
      ratio("hand-written", "no-op"),
    ];
  });
  const compared = [
    "ours / no-op",
    "plugin / no-op",
    "plugin / ours",
    "ours / bare",
    "ours / hand-written",
    "hand-written / no-op",
  ];
  return markdownTable([["operation", "N", "no-op, seconds", ...compared], ...rows]).join("\n");
}

function parallel(samples: readonly Sample[]): string {
  const raised = samples.filter(({ subject, round }) => subject === "ours" && round === 0);
  const rows = raised.map(({ operation, size, parallel: value = 0, memberDelay = 0 }) => {
    const wanted = { operation, size, parallel: value, memberDelay };
    const ratio = (subject: Subject, floor: Subject) => withSpread(ratios(samples, subject, floor, wanted));
    const seconds = [secondsOf(samples, "ours", wanted), secondsOf(samples, "no-op", wanted)];
    const compared = [ratio("ours", "no-op"), ratio("plugin", "no-op"), ratio("ours", "bare")];
    return [operations[operation], nameOf(wanted), String(value), ...seconds, ...compared];
  });
  const sorted = rows.sort(([one = ""], [other = ""]) => one.localeCompare(other));
  const compared = ["ours / no-op", "plugin / no-op", "ours / bare"];
  const heading = ["operation", "N", "--parallel", "ours, seconds", "no-op, seconds", ...compared];
  return markdownTable([heading, ...sorted]).join("\n");
}

function memory(samples: readonly Sample[], startUp: StartUp | undefined): string {
  const peaks = cases(samples).map((wanted) => {
    const peak = (subject: Subject) => withSpread(megabytes(select(samples, subject, wanted), "hostKilobytes"), 0);
    return [operations[wanted.operation], nameOf(wanted), ...subjects.map(peak)];
  });
  const table = markdownTable([["peak, MB", "N", ...subjects], ...peaks]).join("\n");
  const { ours, floor } = startUp?.heapBytes ?? { ours: Number.NaN, floor: Number.NaN };
  const kept = `${ours.toFixed(0)} bytes (bare no-op: ${floor.toFixed(0)})`;
  return `Each organization that a refresh reads leaves ${kept} in the host's heap, garbage collected.\n\n${table}`;
}

function start(startUp: StartUp | undefined): string {
  const compare = (what: string, { ours, floor }: Pairs): string[] => [
    what,
    withSpread(ours, 0),
    withSpread(floor, 0),
    withSpread(ratiosOfPairs({ ours, floor })),
  ];
  const rows = startUp && [
    compare("dynamic host to its first answered check, ms; with the bare no-op's", inMilliseconds(startUp.hostStart)),
    compare("plugin to its port, ms; with the dynamic host's", inMilliseconds(startUp.portStart)),
    compare("`tsc` of a program, ms; with one of Pulumi only", inMilliseconds(startUp.typeCheck.seconds)),
    compare("the same, type instantiations", startUp.typeCheck.instantiations),
  ];
  return markdownTable([["start-up", "ours", "compared with", "ratio"], ...(rows ?? [])]).join("\n");
}

function inMilliseconds({ ours, floor }: Pairs): Pairs {
  const milliseconds = (seconds: readonly number[]) => seconds.map((value) => value * 1000);
  return { ours: milliseconds(ours), floor: milliseconds(floor) };
}

function size(samples: readonly Sample[]): string {
  const rows = subjects.map((subject) => [subject, String(stateBytesOf(samples, subject) ?? "–")]);
  return markdownTable([["state of one resource", "bytes"], ...rows]).join("\n");
}
