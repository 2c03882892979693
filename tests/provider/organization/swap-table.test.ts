/** The swap where state, program and service decide alone: whatever a look-up would say, none is sent. */
import assert from "node:assert/strict";
import { describeSource, normalizeSource } from "../../../provider/organization/identity-source";
import { anyAnswer, type Form, forms, type Outcome, outcomeOf, type Start } from "./swap-table";

type Row = readonly [title: string, start: Omit<Start, "answers">, outcome: Outcome];

const describeForm = (form: Form): string => describeSource(normalizeSource(forms[form]));

/** No difference, before and after a refresh; read shows this form. */
const same = (shows: Form): Outcome => ({
  difference: "none",
  asks: "",
  read: "GET",
  shows,
  refreshed: "none",
  update: "GET",
});

/** Another organization: replaced, and never changed in place. */
const another = (now: Form, stored: Form, shows: Form = stored): Outcome => ({
  difference: "replacement",
  asks: "",
  read: "GET",
  shows,
  refreshed: "replacement",
  update: "",
  fails: `The declared ${describeForm(now)} is another organization than the stored ${describeForm(stored)}. Run up again: the preview will show the replacement.`,
});

/** Nothing to see before a refresh, which then shows what the service stores, as a change in place. */
const changedOutside = (was: Form, shows: Form): Outcome => ({
  ...same(shows),
  refreshed: "in place",
  fails: `Graph stores ${describeForm(shows)} for the organization ID, and not ${describeForm(was)}. If its identity was changed in the portal, run up again to restore what is declared, or declare what is stored; otherwise correct the id in the state.`,
});

const rows: readonly Row[] = [
  ["a domain that stayed a domain", { was: "D", stored: "D", record: "D" }, same("D")],
  ["a domain that was stored as a tenant", { was: "D", stored: "T", record: "T" }, same("D")],
  ["that domain in another spelling", { was: "D", now: "D respelled", stored: "T", record: "T" }, same("D")],
  ["the resolved tenant in place of its domain", { was: "D", now: "T", stored: "T", record: "T" }, same("D")],
  ["that tenant in another spelling", { was: "D", now: "T respelled", stored: "T", record: "T" }, same("D")],
  ["the domain again in place of the tenant", { was: "T", now: "D", stored: "T", record: "T" }, same("T")],
  ["a tenant", { was: "T", stored: "T" }, same("T")],
  ["that tenant in another spelling and name", { was: "T", now: "T respelled", stored: "T" }, same("T")],
  ["a domain stored as a tenant of another cloud", { was: "D", stored: "cross", record: "cross" }, same("D")],
  ["that tenant in its place", { was: "D", now: "cross", stored: "cross", record: "cross" }, same("D")],
  ["a tenant of another cloud", { was: "cross", stored: "cross" }, same("cross")],
  ["a domain stored as its federation", { was: "D", stored: "federation", record: "federation" }, same("D")],
  ["that federation in its place", { was: "D", now: "federation", stored: "federation" }, same("D")],
  ["the domain in place of its federation", { was: "federation", now: "D", stored: "federation" }, same("federation")],
  ["a social provider", { was: "social", stored: "social" }, same("social")],
  ["a domain stored as a kind of the future", { was: "D", stored: "future", record: "future" }, same("D")],

  ["another tenant in place of a tenant", { was: "T", now: "U", stored: "T" }, another("U", "T")],
  ["another tenant in place of a domain", { was: "D", now: "U", stored: "T", record: "T" }, another("U", "T", "D")],
  ["another domain in place of a stored one", { was: "D", now: "E", stored: "D", record: "D" }, another("E", "D")],
  [
    "another domain, even one of the same tenant, in place of a stored one",
    { was: "D", now: "D2", stored: "D", record: "D" },
    another("D2", "D"),
  ],
  ["a tenant in place of the same one in another cloud", { was: "cross", now: "T", stored: "cross" }, same("cross")],
  ["a domain in place of a social provider", { was: "social", now: "D", stored: "social" }, another("D", "social")],

  ["a tenant that changed outside", { was: "T", stored: "T", live: "U" }, changedOutside("T", "U")],
  [
    "a domain that became a social provider outside",
    { was: "D", stored: "D", record: "D", live: "social" },
    changedOutside("D", "social"),
  ],
  ["a domain that became its federation", { was: "D", stored: "D", record: "D", live: "federation" }, same("D")],
  ["a domain that became a kind of the future", { was: "D", stored: "D", record: "D", live: "future" }, same("D")],
  ["a tenant that became the domain again", { was: "D", stored: "T", record: "T", live: "D" }, same("D")],

  [
    "a domain against a kind of the future without a record",
    { was: "D", stored: "future" },
    {
      difference: "in place",
      asks: "",
      read: "GET",
      shows: "future",
      refreshed: "in place",
      update: "GET",
      fails:
        "Could not determine whether the declared domainIdentitySource wingtiptoys.com is the stored verifiedIdIdentitySource. Declare the stored source itself, or ask for another organization by pulumi up --replace with the resource's URN.",
    },
  ],
  [
    "an organization without any source",
    { was: "E", stored: "nothing" },
    {
      difference: "in place",
      asks: "",
      read: "GET",
      shows: "nothing",
      refreshed: "in place",
      update: "GET, PATCH, GET",
    },
  ],
];

describe("the swap on record", () => {
  for (const [title, start, expected] of rows) {
    it(`${title}: ${expected.difference}, after a refresh ${expected.refreshed}`, async () => {
      for (const answer of anyAnswer) {
        assert.deepEqual(await outcomeOf({ ...start, answers: [answer] }, answer), expected, `look-up: ${answer}`);
      }
    });
  }
});
