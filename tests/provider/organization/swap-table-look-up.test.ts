/** The swap without a record, and the swap that comes later: one look-up decides, and doubt never destroys. */
import assert from "node:assert/strict";
import { describeSource } from "../../../provider/organization/identity-source";
import { type Answer, anyAnswer, type Form, forms, type Outcome, outcomeOf, type Start } from "./swap-table";

type Row = readonly [title: string, start: Start, outcome: Outcome];

const name = "wingtiptoys.com";
const byGraph = `Graph ${name}`;
const byBoth = `Graph ${name}, OpenID ${name}`;
/** Graph forbade it once, so only the other one is asked again. */
const again = `OpenID ${name}`;

const found = (asks: string, shows: Form): Outcome => ({
  difference: "none",
  asks,
  read: "GET",
  shows,
  refreshed: "none",
  update: "GET",
});

const another = (asks: string, declared: Form, stored: Form, shows: Form): Outcome => ({
  difference: "replacement",
  asks,
  read: "GET",
  shows,
  refreshed: "replacement",
  update: "",
  fails: `The declared ${describeSource(forms[declared])} is another organization than the stored ${describeSource(forms[stored])}. Run up again: the preview will show the replacement.`,
});

const doubt = (asks: string, declared: Form, stored: Form, shows: Form, read = "GET", asked = again): Outcome => ({
  difference: "in place",
  asks,
  read,
  shows,
  refreshed: "in place",
  update: asked ? `${asked}, GET` : "GET",
  fails: `Could not determine whether the declared ${describeSource(forms[declared])} is the stored ${describeSource(forms[stored])}. Declare the stored source itself, or ask for another organization by pulumi up --replace with the resource's URN.`,
});

/** The program did not change, so what it declares is stored again, under the same id. */
const repaired = (asks: string, shows: Form): Outcome => ({
  difference: "in place",
  asks,
  read: "GET",
  shows,
  refreshed: "in place",
  update: "GET, PATCH, GET",
});

/** Shown by a refresh; an update that only looks afterwards says so. */
const exchanged = (read: string, was: Form, shows: Form): Outcome => ({
  ...later(read, shows, "in place"),
  fails: `Graph stores ${describeSource(forms[shows])} for the organization ID, and not ${describeSource(forms[was])}. If its identity was changed in the portal, run up again to restore what is declared, or declare what is stored; otherwise correct the id in the state.`,
});

const later = (read: string, shows: Form, refreshed: Outcome["refreshed"], update = "GET"): Outcome => ({
  difference: "none",
  asks: "",
  read,
  shows,
  refreshed,
  update,
});

function rowsOf(title: string, start: Omit<Start, "answers">, outcomes: Partial<Record<Answer, Outcome>>): Row[] {
  return anyAnswer.flatMap((answer): Row[] => {
    const outcome = outcomes[answer];
    return outcome ? [[title, { ...start, answers: [answer] }, outcome]] : [];
  });
}

const second = "wingtiptoys.onmicrosoft.com";
const bothSecond = `Graph ${second}, OpenID ${second}`;
const foreign = "adatum.com";

const rows: Row[] = [
  ...rowsOf(
    "a program that goes from a tenant to a domain",
    { was: "T", now: "D", stored: "T" },
    {
      T: found(byGraph, "T"),
      "T by OpenID": found(byBoth, "T"),
      U: another(byGraph, "D", "T", "T"),
      nobody: another(byBoth, "D", "T", "T"),
      undecided: doubt(byBoth, "D", "T", "T"),
    },
  ),
  ...rowsOf(
    "a domain whose record was lost",
    { was: "D", stored: "T" },
    {
      T: found(byGraph, "D"),
      "T by OpenID": found(byBoth, "D"),
      U: repaired(byGraph, "T"),
      nobody: repaired(byBoth, "T"),
      undecided: doubt(byBoth, "D", "T", "T", `GET, ${again}`),
    },
  ),
  ...rowsOf(
    "another domain in place of one stored as a tenant",
    { was: "D", now: "D2", stored: "T", record: "T" },
    {
      T: found(`Graph ${second}`, "D"),
      "T by OpenID": found(bothSecond, "D"),
      U: another(`Graph ${second}`, "D2", "T", "D"),
      nobody: another(bothSecond, "D2", "T", "D"),
      undecided: doubt(bothSecond, "D2", "T", "D", "GET", `OpenID ${second}`),
    },
  ),
  ...rowsOf(
    "a domain of nobody in place of one stored as a tenant",
    { was: "D", now: "E", stored: "T", record: "T" },
    {
      T: another(`Graph ${foreign}, OpenID ${foreign}`, "E", "T", "D"),
      undecided: doubt(`Graph ${foreign}, OpenID ${foreign}`, "E", "T", "D", "GET", `OpenID ${foreign}`),
    },
  ),
  ...rowsOf(
    "a program that goes from a tenant of another cloud to a domain",
    { was: "cross", now: "D", stored: "cross" },
    {
      T: found(byGraph, "cross"),
      "T by OpenID": found(byBoth, "cross"),
      U: another(byGraph, "D", "cross", "cross"),
      nobody: doubt(byBoth, "D", "cross", "cross", "GET", ""),
      undecided: doubt(byBoth, "D", "cross", "cross"),
    },
  ),
  ...rowsOf(
    "a partner that joins Entra later",
    { was: "D", stored: "D", record: "D", live: "T" },
    {
      T: later(`GET, ${byGraph}`, "D", "none"),
      "T by OpenID": later(`GET, ${byBoth}`, "D", "none"),
      U: exchanged(`GET, ${byGraph}`, "D", "T"),
      nobody: exchanged(`GET, ${byBoth}`, "D", "T"),
      undecided: later(`GET, ${byBoth}`, "D", "none", `GET, ${again}`),
    },
  ),
  ...rowsOf(
    "a partner that joins Entra in another cloud later",
    { was: "D", stored: "D", record: "D", live: "cross" },
    {
      T: later(`GET, ${byGraph}`, "D", "none"),
      U: exchanged(`GET, ${byGraph}`, "D", "cross"),
      nobody: later(`GET, ${byBoth}`, "D", "none"),
      undecided: later(`GET, ${byBoth}`, "D", "none", `GET, ${again}`),
    },
  ),
];

rows.push(
  ...rowsOf(
    "a domain's tenant that changed outside",
    { was: "D", stored: "T", record: "T", live: "U" },
    {
      T: exchanged(`GET, ${byGraph}`, "D", "U"),
      U: later(`GET, ${byGraph}`, "D", "none"),
      nobody: exchanged(`GET, ${byBoth}`, "D", "U"),
      undecided: later(`GET, ${byBoth}`, "U", "in place", `GET, ${again}`),
    },
  ),
  ...rowsOf(
    "a tenant that a refresh found in place of the domain's own",
    { was: "D", stored: "U", record: "T" },
    {
      T: repaired(byGraph, "U"),
      U: found(byGraph, "D"),
      nobody: repaired(byBoth, "U"),
      undecided: doubt(byBoth, "D", "U", "U", `GET, ${again}`),
    },
  ),
  ...rowsOf(
    "a tenant in place of a stored domain",
    { was: "D", now: "T", stored: "D", record: "D" },
    {
      T: found(byGraph, "D"),
      U: another(byGraph, "T", "D", "D"),
      nobody: another(byBoth, "T", "D", "D"),
      undecided: doubt(byBoth, "T", "D", "D", "GET"),
    },
  ),
);

describe("the swap without a record", () => {
  for (const [title, start, expected] of rows) {
    const [answer = "undecided"] = start.answers;
    it(`${title}, look-up says ${answer}: ${expected.difference}, after a refresh ${expected.refreshed}`, async () => {
      assert.deepEqual(await outcomeOf(start, answer), expected);
    });
  }
});
