/** The swap as a person meets it: preview, refresh and update of one source, whatever the look-ups say. */
import assert from "node:assert/strict";
import { describeSource } from "../../../provider/organization/identity-source";
import { table } from "../../support/table";
import { form } from "./forms";
import { type Answer, answers, type Course, courseOf, type Start } from "./swap-table";

type Case = Start & { readonly title: string };

const onRecord = table<keyof Case | "outcome">(`
  title | was | now | stored | record | live | outcome

  a domain that stayed a domain                    | D | D  | D           | D          | D           | same D
  a domain that was stored as a tenant             | D | D  | T           | T          | T           | same D
  that domain in another spelling                  | D | D' | T           | T          | T           | same D
  that tenant instead of its domain                | D | T  | T           | T          | T           | same D
  that tenant in another spelling                  | D | T' | T           | T          | T           | same D
  that domain again, after its tenant              | T | D  | T           | T          | T           | same T
  a tenant                                         | T | T  | T           |            | T           | same T
  a tenant in another spelling                     | T | T' | T           |            | T           | same T
  a domain that was stored as another cloud's      | D | D  | cross       | cross      | cross       | same D
  that tenant of another cloud instead of it       | D | cross | cross    | cross      | cross       | same D
  a tenant of another cloud                        | cross | cross | cross |           | cross       | same cross
  the same tenant in our cloud                     | cross | T | cross    |            | cross       | same cross
  a domain that was stored as its federation       | D | D  | federation  | federation | federation  | same D
  that federation instead of its domain            | D | federation | federation |     | federation  | same D
  a domain instead of its federation               | federation | D | federation |     | federation  | same federation
  a social provider                                | social | social | social |        | social      | same social
  a domain that was stored as a kind of the future | D | D  | future      | future     | future      | same D
  a domain that became its federation              | D | D  | D           | D          | federation  | same D
  a domain that became a kind of the future        | D | D  | D           | D          | future      | same D
  a tenant that became the domain again            | D | D  | T           | T          | D           | same D

  another tenant instead of a tenant               | T | U  | T           |            | T           | another T
  another tenant instead of a domain               | D | U  | T           | T          | T           | another D
  another domain instead of a stored one           | D | E  | D           | D          | D           | another D
  another domain of the same tenant                | D | D2 | D           | D          | D           | another D
  a domain instead of a social provider            | social | D | social  |            | social      | another social

  a tenant that changed outside                    | T | T  | T           |            | U           | exchanged U
  a domain that became a social provider           | D | D  | D           | D          | social      | exchanged social
  a domain for which a kind of the future is stored | D | D | future      |            | future      | doubt future
  an organization without any source               | E | E  |             |            |             | repaired nothing
`);

/** `asked` is the domain whose tenant is looked up; the columns behind it are what the look-ups may say. */
const lookedUp = table<keyof Case | Answer | "asked">(`
  title | was | now | stored | record | live | asked | T | T by OpenID | U | nobody | undecided

  a domain instead of a tenant                     | T | D  | T | | T | D  | same T | same T | another T | another T | doubt T
  a domain whose record was lost                   | D | D  | T | | T | D  | same D | same D | repaired T | repaired T | doubt T
  another domain of a tenant instead of the first  | D | D2 | T | T | T | D2 | same D | same D | another D | another D | doubt D
  a domain of nobody instead of one of a tenant    | D | E  | T | T | T | E | another D | | | | doubt D
  a domain instead of a tenant of another cloud    | cross | D | cross | | cross | D | same cross | same cross | another cross | doubt cross | doubt cross
  a tenant instead of a stored domain              | D | T  | D | D | D | D  | same D | | another D | another D | doubt D
  a tenant that a refresh found for the domain     | D | D  | U | T | U | D  | repaired U | | same D | repaired U | doubt U
  a partner that joins Entra later                 | D | D  | D | D | T | D  | same D | same D | exchanged T | exchanged T | same D
  a partner that joins Entra in another cloud      | D | D  | D | D | cross | D | same D | | exchanged cross | same D | same D
  a domain's tenant that changed outside           | D | D  | T | T | U | D  | exchanged U | | same D | exchanged U | shown U
`);

/** What is expected of a start, by a word for the outcome and the form that a refresh shows. */
function expected(start: Start, outcome: string, asked: string, answer: Answer): Course {
  const [kind = "", shows = ""] = outcome.split(" ");
  const domain = asked && String(form(asked)["domainName"]);
  const byGraph = domain && `Graph ${domain}`;
  const isBoth = asked === "E" || (answer !== "T" && answer !== "U");
  const asks = isBoth && domain ? `${byGraph}, OpenID ${domain}` : byGraph;
  // Graph forbade it once, so only the other one is asked again.
  const again = domain && answer === "undecided" ? `OpenID ${domain}` : "";
  const isLater = start.live !== start.stored;
  const join = (...parts: string[]) => parts.filter((part) => part !== "").join(", ");
  const seen = {
    difference: "none",
    asksAgain: "",
    asks: isLater ? "" : asks,
    read: join("GET", isLater ? asks : ""),
    shows,
  } as const;
  switch (kind) {
    case "same":
      return { ...seen, refreshed: "none", update: join("GET", isLater ? again : "") };
    case "shown":
      return { ...seen, refreshed: "in place", asksAgain: again, update: join("GET", again) };
    case "exchanged":
      return { ...seen, refreshed: "in place", update: "GET", fails: exchanged(start.was, shows) };
    case "repaired":
      return { ...seen, difference: "in place", refreshed: "in place", update: "GET, PATCH, GET" };
    case "another":
      return { ...seen, difference: "replacement", refreshed: "replacement", update: "", fails: another(start) };
    case "doubt": {
      const read = join("GET", start.was === start.now ? again : "");
      const tried = { read, asksAgain: again, update: join(again, "GET"), fails: doubt(start) };
      return { ...seen, difference: "in place", refreshed: "in place", ...tried };
    }
    default:
      return assert.fail(outcome);
  }
}

const name = (of: string) => describeSource(form(of));

function another({ now, stored }: Start): string {
  return `The declared ${name(now)} and the stored ${name(stored)} are different organizations. Run up again: the preview will show the replacement.`;
}

function doubt({ now, stored }: Start): string {
  return `Could not determine whether the declared ${name(now)} is the stored ${name(stored)}. Declare the stored source itself, or replace the organization with pulumi up --replace and the resource's URN.`;
}

function exchanged(was: string, live: string): string {
  return `Graph stores ${name(live)} for the organization ID, not ${name(was)}. If its identity was changed in the portal, run up again to restore what is declared, or declare what is stored; otherwise correct the id in the state.`;
}

describe("the swap", () => {
  for (const { outcome, ...start } of onRecord) {
    it(`of ${start.title} is decided without a look-up: ${outcome}`, async () => {
      assert.deepEqual(await courseOf(start, "undecided"), expected(start, outcome, "", "undecided"));
    });
  }

  for (const { asked, ...start } of lookedUp) {
    for (const answer of Object.keys(answers) as Answer[]) {
      const outcome = start[answer];
      if (outcome === "") continue;
      it(`of ${start.title}, which a look-up calls ${answer}: ${outcome}`, async () => {
        assert.deepEqual(await courseOf(start, answer), expected(start, outcome, asked, answer));
      });
    }
  }
});
