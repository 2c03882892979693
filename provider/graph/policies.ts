/** The tenant's access-package assignment policies: always the whole list, because Graph documents no filter by whom they name. */
import type { Clock } from "../clock";
import type { Operation } from "../operation";
import { type Policy, policyFromGraph } from "../organization/policy";
import { waits } from "../waits";
import type { Connection } from "./connection";
import { GraphFailure } from "./failure";
import { type Read, readPages } from "./pages";
import { SharedList } from "./shared-list";
import { waitForOther } from "./try-limit";

export const assignmentPolicies = "/identityGovernance/entitlementManagement/assignmentPolicies";

/** What one operation asks of them. @throws GraphFailure, UserError */
export interface Policies {
  /** Asked for now or later. */
  now(): Promise<readonly Policy[]>;
  /** Asked for a moment ago, maybe by another operation: enough to find that nothing names an organization. */
  recent(): Promise<readonly Policy[]>;
}

export class PolicyList {
  readonly #lists = new SharedList<readonly Policy[]>();
  #recent: { readonly at: number; readonly list: Promise<readonly Policy[]> } | undefined;

  /** @param connection one with v1.0: beta's policies have another form */
  constructor(
    readonly connection: Connection,
    readonly clock: Clock,
  ) {}

  during(operation: Operation): Policies {
    const now = () => this.#lists.share(operation, () => this.#read(operation));
    return {
      now,
      recent: async () => {
        const last = this.#recent;
        const isRecent = last && this.clock.now() - last.at <= waits.policiesAge;
        return isRecent ? await waitForOther(last.list, operation).catch(now) : await now();
      },
    };
  }

  #read(operation: Operation): Promise<readonly Policy[]> {
    const list = readAll((path, reading) => this.connection.read(operation, path, reading));
    this.#recent = { at: this.clock.now(), list };
    return list;
  }
}

async function readAll(read: Read): Promise<Policy[]> {
  const items = await readPages(read, `${assignmentPolicies}?$expand=accessPackage`).catch((error: unknown) => {
    // The package's name is welcome; whom the policy names is what matters.
    if (error instanceof GraphFailure && error.isBadRequest) return readPages(read, assignmentPolicies);
    throw error;
  });
  return items.map((item) => {
    const policy = policyFromGraph(item);
    if (policy) return policy;
    throw new GraphFailure("unreadable", "Graph's list of policies leaves out which organizations a policy names.");
  });
}
