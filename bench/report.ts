// bench/results.md: the figures as sections of Markdown.
import { markdownTable } from "../cli/markdown-table";
import { type Operation, operations, type Pairs, type Results, type Sample, type Subject, subjects } from "./result";
import { ratios, ratiosOfPairs, type Selection, select, withSpread } from "./statistics";
import { targetsOf, verdict } from "./target";

type SectionName = "made" | "targets" | "requests" | "time" | "parallel" | "memory" | "start" | "size";

function sectionsOf(results: Results): Record<SectionName, string> {
  return {
    made: made(results),
    targets: targets(results),
    requests: requests(results.samples),
    time: time(results.samples),
    parallel: parallel(results.samples),
    memory: memory(results),
    start: start(results),
    size: size(results),
  };
}

const headings: Readonly<Record<SectionName, string>> = {
  made: "Benchmark results",
  targets: "Targets",
  requests: "Requests",
  time: "Time",
  parallel: "`--parallel`",
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

function made({ made: { at, machine, versions, command }, samples }: Results): string {
  const rounds = sizesIn(samples).map(
    (size) => `N = ${size}: ${count(select(samples, "ours", { operation: "create", size }).length)}`,
  );
  return `Made by \`${command}\` on ${at}, on ${machine}, with ${versions}. Rounds: ${rounds.join(", ")}.`;
}

function count(rounds: number): string {
  return rounds === 1 ? "1, so without a spread" : String(rounds);
}

function targets(results: Results): string {
  const rows = targetsOf(results).map((target) => {
    const digits = target.unit.startsWith("×") ? 2 : 0;
    const show = (value: number | undefined) => (value === undefined ? "–" : value.toFixed(digits));
    const { what, most, unit, measured, overBare } = target;
    return [what, `${most} ${unit}`, show(measured), verdict(target), show(overBare)];
  });
  return markdownTable([["what", "at most", "measured", "", "over the bare no-op"], ...rows]).join("\n");
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
  const raised = samples.filter(
    ({ parallel: value, subject, round }) => value !== undefined && subject === "ours" && round === 0,
  );
  const rows = raised.map(({ operation, size, parallel: value = 0 }) => {
    const wanted = { operation, size, parallel: value };
    const ratio = (floor: Subject) => withSpread(ratios(samples, "ours", floor, wanted));
    const seconds = [secondsOf(samples, "ours", wanted), secondsOf(samples, "no-op", wanted)];
    return [operations[operation], String(size), String(value), ...seconds, ratio("no-op"), ratio("bare")];
  });
  const sorted = rows.sort(([one = ""], [other = ""]) => one.localeCompare(other));
  const heading = ["operation", "N", "--parallel", "ours, seconds", "no-op, seconds", "ours / no-op", "ours / bare"];
  return markdownTable([heading, ...sorted]).join("\n");
}

function secondsOf(samples: readonly Sample[], subject: Subject, wanted: Selection): string {
  return withSpread(
    select(samples, subject, wanted).map(({ seconds }) => seconds),
    1,
  );
}

function memory({ samples, heapBytes }: Results): string {
  const peaks = cases(samples).map((wanted) => {
    const peak = (subject: Subject) => withSpread(megabytes(select(samples, subject, wanted)), 0);
    return [operations[wanted.operation], nameOf(wanted), ...subjects.map(peak)];
  });
  const table = markdownTable([["peak, MB", "N", ...subjects], ...peaks]).join("\n");
  const kept = `${heapBytes.ours.toFixed(0)} bytes (bare no-op: ${heapBytes.floor.toFixed(0)})`;
  return `Each organization that a refresh reads leaves ${kept} in the host's heap, garbage collected.\n\n${table}`;
}

function megabytes(samples: readonly Sample[]): number[] {
  return samples.flatMap(({ hostKilobytes }) => (hostKilobytes === undefined ? [] : [hostKilobytes / 1024]));
}

function start({ hostStart, portStart, typeCheck }: Results): string {
  const compare = (what: string, { ours, floor }: Pairs) => [
    what,
    withSpread(ours, 0),
    withSpread(floor, 0),
    withSpread(ratiosOfPairs({ ours, floor })),
  ];
  return markdownTable([
    ["start-up", "ours", "compared with", "ratio"],
    compare("dynamic host to its first answered check, ms; with the bare no-op's", inMilliseconds(hostStart)),
    compare("plugin to its port, ms; with the dynamic host's", inMilliseconds(portStart)),
    compare("`tsc` of a program, ms; with one of Pulumi only", inMilliseconds(typeCheck.seconds)),
    compare("the same, type instantiations", typeCheck.instantiations),
  ]).join("\n");
}

function inMilliseconds({ ours, floor }: Pairs): Pairs {
  const milliseconds = (seconds: readonly number[]) => seconds.map((value) => value * 1000);
  return { ours: milliseconds(ours), floor: milliseconds(floor) };
}

function size({ stateBytes }: Results): string {
  const rows = subjects.map((subject) => [subject, String(stateBytes[subject])]);
  return markdownTable([["state of one resource", "bytes"], ...rows]).join("\n");
}

/** Every operation at every size and tenant, with the engine's own `--parallel`. */
function cases(samples: readonly Sample[]): Selection[] {
  const plain = samples.filter(
    (sample) => sample.subject === "ours" && sample.round === 0 && sample.parallel === undefined,
  );
  const order = Object.keys(operations) as Operation[];
  return order.flatMap((operation) =>
    plain
      .filter((sample) => sample.operation === operation)
      .map(({ size, others, memberDelay = 0 }) => ({ operation, size, others, memberDelay })),
  );
}

function nameOf({ size, others = 0, memberDelay = 0 }: Selection): string {
  const among = others === 0 ? "" : `, tenant of ${size + others}`;
  return `${size}${among}${memberDelay === 0 ? "" : `, ${memberDelay} ms per member`}`;
}

function sizesIn(samples: readonly Sample[]): number[] {
  return [
    ...new Set(
      samples.filter(({ others, parallel }) => others === 0 && parallel === undefined).map((sample) => sample.size),
    ),
  ];
}

/** `200`, or `198–200` when the rounds differ. */
function span(values: readonly number[]): string {
  if (values.length === 0) return "–";
  const [least, most] = [Math.min(...values), Math.max(...values)];
  return least === most ? String(most) : `${least}–${most}`;
}
