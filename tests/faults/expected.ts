/**
 * What must come of each fault at each request of each operation. A row is a request and its number; its columns are
 * the faults in the order of fault.ts: for this request once | for every request of its kind from it on (left out
 * where an earlier row of that kind says it) | for every request from it on.
 *
 * `.` recovered, `E` a clear error, `P` a partial failure, `N` a clear error, and the next up names what exists.
 */
import type { OperationName } from "./operation";

// refused: 400 401 403 licence 404 gateway's-404 409 423 · throttled: 7 s, 2.128 s, date, 0, none, 315 s · failing: 500
// 502 503 503-for-20-s 504 · not done: refused, reset, hang · done: reset, 504, hang · garbled: breaks off, half,
// empty, other JSON, another object · slow: 45 s, for ever
export const expected: Readonly<Record<OperationName, Readonly<Record<string, string>>>> = {
  "creating with two sources and sponsors": {
    "0 POST organizations": "EEEEEEEE ...... ..... ... ... ..... .. | EEEEE EE EE EE .. .. | EEEEN",
    "1 GET organization": "PP....PP ...... ..... ... ... ..... .. | PPPPP PP PP PP PP PP | PPPPP",
    "2 GET findTenant": "........ ...... ..... ... ... ..... .. | ..... .. .. .. .. .. | PPPPP",
    "3 GET findTenant": "........ ...... ..... ... ... ..... .. |  | PPPPP",
    "4 PATCH organization": "PPPPPPPP ...... ..... ... ... ..... .. | PPPPP PP PP PP PP .. | PPPPP",
    "5 GET organization": "PPPPPPPP ...... ..... ... ... ..... .. |  | PPPPP",
    "6 POST batch": "........ ...... ..... ... ... ..... .. | ..... .. .. .. .. .. | PPPPP",
  },
  "creating where there are no batches": {
    "0 POST organizations": "EEEEEEEE ...... ..... ... ... ..... .. | EEEEE EE EE EE .. .. | EEEEN",
    "1 GET organization": "PP....PP ...... ..... ... ... ..... .. | PPPPP PP PP PP PP PP | PPPPP",
    "2 POST batch": "........ ...... ..... ... ... ..... .. | ..... .. .. .. .. .. | PPPPP",
    "3 GET internalSponsors": "PPPPPPPP ...... ..... ... ... ..... .. | PPPPP PP PP PP PP PP | PPPPP",
    "4 POST internalSponsors": ".PPP...P ...... ..... ... ... ..... .. | PPPPP PP PP PP .. .. | PPPPP",
    "5 POST internalSponsors": ".PPP...P ...... ..... ... ... ..... .. |  | PPPPP",
    "6 GET internalSponsors": "PPPPPPPP ...... ..... ... ... ..... .. |  | PPPPP",
    "7 GET externalSponsors": "PPPPPPPP ...... ..... ... ... ..... .. | PPPPP PP PP PP PP PP | PPPPP",
    "8 POST externalSponsors": ".PPP...P ...... ..... ... ... ..... .. | PPPPP PP PP PP .. .. | PPPPP",
    "9 GET externalSponsors": "PPPPPPPP ...... ..... ... ... ..... .. |  | PPPPP",
  },
  "creating when the answer to the POST is lost": {
    "0 POST organizations": "EEEEEEEE ...... ..... ... ... ..... .. | EEEEE EE EE EE .. .. | EEEEN",
    "1 GET organizations by filter": "........ ...... ..... ... ... ..... .. | .NNNN NN NN NN NN NN | NNNNN",
    "2 GET organization": "PP....PP ...... ..... ... ... ..... .. | PPPPP PP PP PP PP PP | PPPPP",
  },
  "creating when the POST itself is lost": {
    "0 POST organizations": "EEEEEEEE ...... ..... ... ... ..... .. | EEEEE EE EE EE .. .. | EEEEN",
    "1 GET organizations by filter": "........ ...... ..... ... ... ..... .. | .EEEE EE EE EE EE EE | EEEEE",
    "7 GET organizations by filter": ".EEEEEEE ...... ..... ... ... ..... .. |  | EEEEE",
    "8 GET findTenant": "........ ...... ..... ... ... ..... .. | ..... .. .. .. .. .. | EEEEE",
    "9 GET organizations": "EEEEEEEE ...... ..... ... ... ..... .. | EEEEE EE EE EE EE EE | EEEEE",
    "10 POST organizations": "EEEEEEEE ...... ..... ... ... ..... .. |  | EEEEN",
    "11 GET organization": "PP....PP ...... ..... ... ... ..... .. | PPPPP PP PP PP PP PP | PPPPP",
  },
  "creating beside an organization that nobody declared": {
    "0 POST organizations": "EEEEEEEE EEEEEE EEEEE EEE EEE EEEEE EE | EEEEE EE EE EE EE EE | EEEEE",
    "1 GET findTenant": "EEEEEEEE EEEEEE EEEEE EEE EEE EEEEE EE | EEEEE EE EE EE EE EE | EEEEE",
    "2 GET organizations": "EEEEEEEE EEEEEE EEEEE EEE EEE EEEEE EE | EEEEE EE EE EE EE EE | EEEEE",
  },
  adopting: {
    "0 GET findTenant": "........ ...... ..... ... ... ..... .. | ..... .. .. .. .. .. | EEEEE",
    "1 GET batch": "........ ...... ..... ... ... ..... .. | ..... .. .. .. .. .. | EEEEE",
    "2 GET organization": "EEEEEEEE ...... ..... ... ... ..... .. | EEEEE EE EE EE EE EE | EEEEE",
    "3 GET internalSponsors": "EEEEEEEE ...... ..... ... ... ..... .. | EEEEE EE EE EE EE EE | EEEEE",
    "4 PATCH organization": "PPPPPPPP ...... ..... ... ... ..... .. | PPPPP PP PP PP PP .. | PPPPP",
    "5 GET organization": "PPPPPPPP ...... ..... ... ... ..... .. |  | PPPPP",
    "6 POST batch": "........ ...... ..... ... ... ..... .. | ..... .. .. .. .. .. | PPPPP",
  },
  "finishing a partial create": {
    "0 GET organization": "EE....EE ...... ..... ... ... ..... .. | EEEEE EE EE EE EE EE | EEEEE",
    "1 GET findTenant": "........ ...... ..... ... ... ..... .. | ..... .. .. .. .. .. | EEEEE",
    "2 GET internalSponsors": "EEEEEEEE ...... ..... ... ... ..... .. | EEEEE EE EE EE EE EE | EEEEE",
    "3 POST batch": "........ ...... ..... ... ... ..... .. | ..... .. .. .. .. .. | EEPPP",
  },
  "replacing while the deleted one still shows": {
    "0 GET organization": "EEEE..EE ...... ..... ... ... ..... .. | EEEEE EE EE EE EE EE | EEEEE",
    "1 DELETE organization": "EEEE..EE ...... ..... ... ... ..... .. | EEEEE EE EE EE EE .. | EEEEE",
    "2 POST organizations": "EEEEEEEE ...... ..... ... ... ..... .. | EEEEE EE EE EE .. .. | EEEEN",
    "3 GET organization": "PP....PP ...... ..... ... ... ..... .. |  | PPPPP",
  },
  "refreshing with sponsors": {
    "0 GET batch": "........ ...... ..... ... ... ..... .. | ..... .. .. .. .. .. | EEEEE",
  },
  "refreshing with sponsors where there are no batches": {
    "0 GET batch": "........ ...... ..... ... ... ..... .. | ..... .. .. .. .. .. | EEEEE",
    "1 GET internalSponsors": "........ ...... ..... ... ... ..... .. | EEEEE EE EE EE EE EE | EEEEE",
    "2 GET externalSponsors": "........ ...... ..... ... ... ..... .. | EEEEE EE EE EE EE EE | EEEEE",
    "3 GET organization": "EEEE..EE ...... ..... ... ... ..... .. | EEEEE EE EE EE EE EE | EEEEE",
  },
  "refreshing after the partner joined Entra": {
    "0 GET organization": "EEEE..EE ...... ..... ... ... ..... .. | EEEEE EE EE EE EE EE | EEEEE",
    "1 GET findTenant": "........ ...... ..... ... ... ..... .. | ..... .. .. .. .. .. | .....",
    "2 GET openid-configuration": "........ ...... ..... ... ... ..... .. | ..... .. .. .. .. .. | .....",
  },
  "refreshing after somebody deleted it": {
    "0 GET organization": "EEEE..EE ...... ..... ... ... ..... .. | EE..E EE EE EE EE EE | EEEEE",
    "1 GET organization": "EEEE.EEE ...... ..... ... ... .EEE. .. |  | EEEEE",
    "2 GET organizations": "EEEEEEEE ...... ..... ... ... ..... .. | EEEEE EE EE EE EE EE | EEEEE",
  },
  "updating every property, source and sponsor": {
    "0 GET findTenant": "........ ...... ..... ... ... ..... .. | ..... .. .. .. .. .. | EEEEE",
    "1 GET organization": "EEEEEEEE ...... ..... ... ... ..... .. | EEEEE EE EE EE EE EE | EEEEE",
    "2 PATCH organization": ".EEEEEEE ...... ..... ... ... ..... .. | EEEEE EE PP PP PP .. | EEPPP",
    "3 GET organization": "PPPPPPPP ...... ..... ... ... ..... .. |  | PPPPP",
    "4 PATCH organization": "PPPPPPPP ...... ..... ... ... ..... .. |  | PPPPP",
    "5 GET organization": "PPPPPPPP ...... ..... ... ... ..... .. |  | PPPPP",
    "6 GET batch": "........ ...... ..... ... ... ..... .. | ..... .. .. .. .. .. | PPPPP",
    "7 POST batch": "........ ...... ..... ... ... ..... .. | ..... .. .. .. .. .. | PPPPP",
  },
  "updating sponsors where there are no batches": {
    "0 GET internalSponsors": "EEEEEEEE ...... ..... ... ... ..... .. | EEEEE EE EE EE EE EE | EEEEE",
    "1 POST batch": "........ ...... ..... ... ... ..... .. | ..... .. .. .. .. .. | EEPPP",
    "2 GET internalSponsors": "EEEEEEEE ...... ..... ... ... ..... .. |  | EEEEE",
    "3 POST internalSponsors": ".EEE...E ...... ..... ... ... ..... .. | EEEEE EE PP PP .. .. | EEPPP",
    "4 DELETE internalSponsors": "PPPPPPPP ...... ..... ... ... ..... .. | PPPPP PP PP PP PP .. | PPPPP",
    "5 GET internalSponsors": "PPPPPPPP ...... ..... ... ... ..... .. |  | PPPPP",
    "6 GET organization": "PPPPPPPP ...... ..... ... ... ..... .. | PPPPP PP PP PP PP PP | PPPPP",
  },
  "declaring the domain of a stored tenant": {
    "0 GET findTenant": "........ ...... ..... ... ... ..... .. | ..... .. .. .. .. .. | EEEEE",
    "1 PATCH organization": "EEEEEEEE ...... ..... ... ... ..... .. | EEEEE EE PP PP PP .. | EEPPP",
    "2 GET organization": "PPPPPPPP ...... ..... ... ... ..... .. | PPPPP PP PP PP PP PP | PPPPP",
  },
  deleting: {
    "0 GET organization": "EEEE..EE ...... ..... ... ... ..... .. | EEEEE EE EE EE EE EE | EEEEE",
    "1 DELETE organization": "EEEE..EE ...... ..... ... ... ..... .. | EEEEE EE EE EE EE .. | EEEEE",
  },
  "deleting what no policy names": {
    "0 GET organization": "EEEE..EE ...... ..... ... ... ..... .. | EEEEE EE EE EE EE EE | EEEEE",
    "1 GET policies": ".EEEEEEE ...... ..... ... ... ..... .. | EEEEE EE EE EE EE EE | EEEEE",
    "2 DELETE organization": "EEEE..EE ...... ..... ... ... ..... .. | EEEEE EE EE EE EE .. | EEEEE",
  },
  "deleting what somebody deleted": {
    "0 GET organization": "EEEE..EE ...... ..... ... ... ..... .. | EE..E EE EE EE EE EE | EEEEE",
    "1 GET organization": "EEEE.EEE ...... ..... ... ... .EEE. .. |  | EEEEE",
    "2 GET organizations": "EEEEEEEE ...... ..... ... ... ..... .. | EEEEE EE EE EE EE EE | EEEEE",
  },
  "looking up by a domain, page by page": {
    "0 GET findTenant": "........ ...... ..... ... ... ..... .. | ..... .. .. .. .. .. | EEEEE",
    "1 GET batch": "........ ...... ..... ... ... ..... .. | ..... .. .. .. .. .. | EEEEE",
    "2 GET batch": "........ ...... ..... ... ... ..... .. |  | EEEEE",
  },
  "looking up by an id": {
    "0 GET organization": "EEEEEEEE ...... ..... ... ... ..... .. | EEEEE EE EE EE EE EE | EEEEE",
  },
  "looking up by a name": {
    "0 GET organizations by filter": ".EEEEEEE ...... ..... ... ... ..... .. | .EEEE EE EE EE EE EE | EEEEE",
  },
  "creating after signing in": {
    "0 POST token": "EEEEEEEE EEEEEE EEEEE EEE EEE EEEE. EE | EEEEE EE EE EE EE EE | EEEEE",
    "1 POST organizations": "E.EEEEEE ...... ..... ... ... ..... .. | EEEEE EE EE EE .. .. | EEEEN",
    "2 GET organization": "P.....PP ...... ..... ... ... ..... .. | PPPPP PP PP PP PP PP | PPPPP",
  },
  "refreshing with a token that ends": {
    "0 POST token": "EEEEEEEE EEEEEE EEEEE EEE EEE EEEE. EE | EEEEE EE EE EE EE EE | EEEEE",
    "1 GET organization": "E.EE..EE ...... ..... ... ... ..... .. | EEEEE EE EE EE EE EE | EEEEE",
  },
};
