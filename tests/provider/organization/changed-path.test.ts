import assert from "node:assert/strict";
import type { ChangedPath } from "../../../provider/organization/changed-path";
import { compare } from "../../../provider/organization/difference";
import type { Values } from "../../../provider/organization/recorded";
import { unknownValue } from "../../../provider/organization/unknown";
import { domain, organization, tenant, wingtip } from "../../support/sources";
import { checked } from "../../support/world";

const [A, B, C] = [domain("a.example"), domain("b.example"), domain("c.example")];
const [asStored, another] = [tenant(wingtip), tenant("2b1d6f0a-7c55-4a0b-8f57-5d3a3e0c1f20")];
const [one, two, three] = ["1", "2", "3"].map((digit) => `${digit.repeat(8)}-1111-4111-8111-111111111111`) as [
  string,
  string,
  string,
];

/** What the state holds, what is declared now, and what is shown: `+` added, `-` deleted, `~` changed. */
const rows: [title: string, state: Values, program: Values, shown: string[]][] = [
  ["a property", { description: "Former" }, { description: "New" }, ["~description"]],
  ["a property that the state does not hold", { description: undefined }, { description: "New" }, ["+description"]],
  ["a source added", organization(A), organization(A, B), ["+identitySources[1]"]],
  ["a source removed, by its former index", organization(A, B, C), organization(B, C), ["-identitySources[0]"]],
  ["a source in the place of another", organization(A, B), organization(A, C), ["~identitySources[1]"]],
  ["another order beside a new source", organization(A, B), organization(C, B, A), ["+identitySources[0]"]],
  [
    "a domain beside the tenant that it was stored as",
    { ...organization(A), resolvedIdentitySources: [asStored] },
    organization(asStored, another),
    ["+identitySources[1]"],
  ],
  ["another organization", organization(A), organization(B), ["~identitySources[0]"]],
  ["sources that are not known yet", organization(A), { identitySources: unknownValue }, ["~identitySources"]],
  [
    "a source that is not known yet",
    organization(A),
    { identitySources: [A, { ...B, domainName: unknownValue }] },
    ["+identitySources[1]"],
  ],
  [
    "sponsors exchanged",
    { internalSponsors: [one, two] },
    { internalSponsors: [two, three] },
    ["-internalSponsors[0]", "+internalSponsors[1]"],
  ],
  ["sponsors that are managed from now on", {}, { externalSponsors: [one] }, ["+externalSponsors"]],
  ["sponsors that are no longer managed", { externalSponsors: [one] }, {}, ["-externalSponsors"]],
  [
    "sources that are stored otherwise than the state says",
    { ...organization(A, B), resolvedIdentitySources: [A] },
    organization(A, B),
    ["~identitySources"],
  ],
];

describe("a preview marks", () => {
  for (const [title, state, program, shown] of rows) {
    it(title, async () => {
      const base = checked(organization(A));
      const { paths } = await compare({ ...base, ...state }, checked({ ...base, ...program }), async () => "undecided");
      assert.deepEqual(paths.map(mark), shown);
    });
  }
});

function mark({ path, kind }: ChangedPath): string {
  return { add: "+", delete: "-", update: "~" }[kind] + path;
}
