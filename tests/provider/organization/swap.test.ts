/** What the declared sources are to the stored ones, which look-ups it takes, and what a preview calls it. */
import assert from "node:assert/strict";
import { compare } from "../../../provider/organization/difference";
import type { TenantAnswer } from "../../../provider/organization/identity";
import { recognize, settleSources } from "../../../provider/organization/swap";
import { lookUp } from "../../support/arbitraries";
import { organization } from "../../support/sources";
import { table, words } from "../../support/table";
import { checked } from "../../support/world";
import { form, formsOf, recordOf } from "./forms";

/** `was` is what the state says was declared; `recorded` is the record after a refresh. */
type Column =
  | "title"
  | "was"
  | "now"
  | "stored"
  | "record"
  | "look-ups"
  | "relation"
  | "asked"
  | "recorded"
  | "preview";

const rows = table<Column>(`
  title | was | now | stored | record | look-ups | relation | asked | recorded | preview

  a domain stored as itself                         | D | D  | D     |     |  | same | | D=D     | none
  a domain on record as itself                      | D | D  | D     | D=D |  | same | | D=D     | none
  a domain on record as the stored tenant           | D | D  | T'    | D=T |  | same | | D=T     | none
  that domain in another spelling                   | D | D' | T'    | D=T |  | same | | D=T     | none
  that tenant declared instead of its domain        | D | T  | T'    | D=T |  | same | | D=T     | none
  a domain on record as a tenant of another cloud   | D | D  | cross' | D=cross |  | same | | D=cross | none
  a domain on record as a tenant, stored as itself  | D | D  | D     | D=T |  | same | | D=D     | none
  a domain stored as its federation                 | D | D  | federation |  |  | same | | D=federation | none
  a domain that moved to another tenant             | D | D  | U     | D=T | D:U | same | D | D=U | none
  a domain whose stored tenant changed outside      | D | D  | T     | D=U |     | different | D | D=U | in place
  a domain whose tenant changed, no look-up knows   | D | D  | U     | D=T | D:? | undecided | D | D=T | in place

  a domain of the stored tenant, without a record   | T | D | T'    | | D:T | same      | D | D=T     | none
  a domain of another tenant, without a record      | T | D | T     | | D:U | different | D |         | replacement
  a domain of no tenant, without a record           | T | D | T     | |     | different | D |         | replacement
  a domain that no look-up knows, without a record  | T | D | T     | | D:? | undecided | D |         | in place
  a domain of a tenant stored as another cloud's    | cross | D | cross   | | D:T | same      | D | D=cross | none
  a domain of another tenant than another cloud's   | cross | D | cross   | | D:U | different | D | | replacement
  a domain of no tenant of our cloud                | cross | D | cross   | |     | undecided | D | | in place
  a domain of no tenant of our cloud, beside ours   | cross | D | cross T | |     | undecided | D | | in place

  another domain than the stored one                | D2 | D  | D2    |     |      | different | |         | replacement
  another domain, even of the same tenant           | D  | D2 | D     | D=D |      | different | |         | replacement
  another domain, of no tenant                      | D  | D2 | T'    | D=T |      | different | D2 | D=T  | replacement
  another domain, of another tenant                 | D  | D2 | T'    | D=T | D2:U | different | D2 | D=T  | replacement
  another domain of the stored tenant               | D  | D2 | T'    | D=T | D2:T | same | D2 | D=T D2=T  | none
  a social provider, which is no domain's           | social | D | social | |     | different | |         | replacement
  the federation of another domain                  | federationE | D | federationE | | | different | |   | replacement
  the federation of another domain, D on record     | federationE | D | federationE | D=D | | different | | | replacement
  a tenant beside the federation of another domain  | federationE | D | federationE T | | | different | D | | replacement

  a tenant under its new name                       | T | T | T'    |     |     | same      |   |     | none
  a tenant in another spelling                      | T | T' | T    |     |     | same      |   |     | none
  a tenant stored as one of another cloud           | cross | T | cross | |    | same      |   |     | none
  a tenant stored as another tenant                 | U | T | U     |     |     | different |   |     | replacement
  another tenant than that of the declared domain   | D | U | T'    | D=T |     | different |   | D=T | replacement
  a tenant stored as a domain of it                 | D | T | D     |     | D:T | same      | D | T=D | none
  a tenant stored as a domain of none               | D | T | D     |     |     | different | D |     | replacement
  a tenant instead of a domain on record as itself  | D | T | D     | D=D |     | different | D |     | replacement
  a tenant stored as a domain that no look-up knows | D | T | D     |     | D:? | undecided | D |     | in place
  a tenant where one without an id is stored        | idless | U | idless | |   | undecided |   |     | in place

  a federation with another issuer                  | federationB | federation | federationB | | | overlapping | | | in place
  a federation that became its plain domain         | federation  | federation | D           | | | overlapping | | | in place
  a federation stored as its domain's tenant        | T | federation | T | | D:T | same | D | federation=T | none
  a social provider stored as itself                | social | social | social | | | same | | | none

  a tenant where a kind of the future is stored     | future | U | future             | |     | undecided   |   |     | in place
  a domain where a kind of the future is stored     | D | D | future                  | |     | undecided   |   |     | in place
  a kind of the future beside another's federation  | D | D | future federationE      | |     | undecided   |   |     | in place
  a kind of the future beside the former tenant     | T | D | T future                | |     | undecided   | D |     | in place
  a kind of the future added to the declared tenant | T | T | T' future               | |     | overlapping |   |     | in place
  a tenant added, a kind of the future stored       | T | T U | T future              | |     | overlapping |   |     | in place
  another domain named by a source of no kind       | D | D | untypedE                | D=D | | undecided   |   |     | in place

  a source added by the service                     | D | D   | T E  | D=T |     | overlapping |   | D=T | in place
  a source added by the program                     | D | D U | T'   | D=T |     | overlapping |   | D=T | in place
  a domain added to a stored domain                 | D | D E | D    | D=D |     | overlapping |   | D=D | in place
  a source removed by the program                   | D U | D | T' U | D=T |     | overlapping |   | D=T | in place
  a source removed at the service                   | T U | T U | U  |     |     | overlapping |   |     | in place
  every source removed at the service               | D | D   |      |     |     | overlapping |   |     | in place
  every source removed, and another declared        | E | D   |      |     |     | overlapping |   |     | replacement
  several sources in another order                  | D U | U D | T' U | D=T |   | same        |   | D=T | none
  several sources, one of them a tenant by now      | social U T | D U social | social U T' | | D:T | same | D | D=T | none
  several sources, one in doubt beside a common one | U T | U D | U T  |     | D:? | undecided | D |     | in place
  two domains of one tenant, on record              | D D2 | D D2 | T  | D=T D2=T | | same | | D=T D2=T | none
  two domains of one tenant, without a record       | T | D D2 | T       | | D:T D2:T | same | D D2 | D=T D2=T | none
  two domains of one tenant, which is stored twice  | T cross | D D2 | T cross | | D:T D2:T | same | D D2 | D=T D2=T | none
  two domains, one of no tenant and one in doubt    | T | D D2 | T       | | D2:? | undecided | D D2 | | in place
`);

const previews = {
  none: { changes: false },
  "in place": {},
  replacement: { replaces: ["identitySources"], deleteBeforeReplace: true },
};

function answersOf(text: string): Record<string, TenantAnswer> {
  const answers = words(text).map((answer) => {
    const [domain = "", tenant = ""] = answer.split(":");
    const said = tenant === "?" ? "undecided" : { tenantId: String(form(tenant)["tenantId"]) };
    return [form(domain)["domainName"], said] as const;
  });
  return Object.fromEntries(answers);
}

describe("declared and stored identity sources", () => {
  for (const { title, was, now, stored, record, relation, preview, ...row } of rows) {
    it(`${title}: ${relation}, and a preview shows ${preview}`, async () => {
      const [identitySources, live, resolutions] = [formsOf(now), formsOf(stored), recordOf(record)];
      const [settling, comparing] = [lookUp(answersOf(row["look-ups"])), lookUp(answersOf(row["look-ups"]))];
      const settled = await settleSources(identitySources, live, resolutions, settling.find);
      const recognized = await recognize({ identitySources, resolutions }, live, settling.find);
      const state = { ...organization(...formsOf(was)), resolvedIdentitySources: live, __resolutions: resolutions };
      const { difference } = await compare(state, checked(organization(...identitySources)), comparing.find);
      const asked = formsOf(row.asked).map((source) => source["domainName"]);
      assert.deepEqual(
        { relation: settled.relation, asked: settling.asked, compared: comparing.asked, difference },
        { relation, asked, compared: asked, difference: previews[preview as keyof typeof previews] },
      );
      assert.deepEqual(recognized.resolutions, recordOf(row.recorded));
    });
  }
});
