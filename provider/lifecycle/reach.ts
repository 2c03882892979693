import type { Door } from "../graph/door";
import type { Policies } from "../graph/policies";
import type { FindTenant } from "../organization/identity";
import type { Owners } from "./owners";

/** What an operation works with. */
export interface Reach {
  readonly door: Door;
  readonly findTenant: FindTenant;
  readonly owners: Owners;
  readonly policies: Policies;
}
