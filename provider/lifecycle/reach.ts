import type { Door } from "../graph/door";
import type { Policies } from "../graph/policies";
import type { FindTenant } from "../organization/identity";
import type { ProtectInUse } from "../organization/shape";
import type { Owners } from "./owners";

/** Takes what a person should read about the resource or the look-up. */
export type Say = (line: string, severity?: "warning") => void;

/** What an operation works with. */
export interface Reach {
  readonly door: Door;
  readonly findTenant: FindTenant;
  readonly owners: Owners;
  readonly policies: Policies;
  readonly protectInUse: ProtectInUse;
  readonly say: Say;
}
