/** The connection that all operations of one process and one set of settings share. */

import { type Clock, systemClock } from "./clock";
import type { Connection } from "./graph/connection";
import { openDoor } from "./graph/door";
import { PolicyList } from "./graph/policies";
import { Owners } from "./lifecycle/owners";
import type { Reach, Say } from "./lifecycle/reach";
import { TenantLookup } from "./lifecycle/tenant-lookup";
import { startOperation } from "./operation";
import type { Settings } from "./settings/settings";
import { silently, Waiting } from "./waiting";

export interface Session {
  readonly connection: Connection;
  /** What an operation works with. @param seconds bounds it, in place of the setting `timeoutSeconds` */
  reach(seconds?: number, say?: Say): Reach;
}

/** What a session takes from outside; tests give their own clock, network and chance. */
export interface Surroundings {
  readonly clock?: Clock;
  readonly transport?: typeof fetch;
  readonly random?: () => number;
  /** Aborted when the process is asked to stop. */
  readonly signal?: AbortSignal;
  /** What is known of the process's resources. */
  readonly owners?: Owners;
}

export function openSession(
  settings: Settings,
  { clock = systemClock, transport, owners = new Owners(), ...rest }: Surroundings = {},
): Session {
  const { timeoutSeconds } = settings;
  // The Graph client is loaded with the first request: a preview or an unchanged update sends none.
  const { openConnection } = require("./graph/connection") as typeof import("./graph/connection");
  const { openTokenSource } = require("./graph/token") as typeof import("./graph/token");
  const token = openTokenSource(settings, clock);
  const connection = openConnection(settings, clock, transport, token);
  const isStable = settings.apiVersion === "v1.0";
  const stable = isStable ? connection : openConnection({ ...settings, apiVersion: "v1.0" }, clock, transport, token);
  const policies = new PolicyList(stable, clock);
  const lookup = new TenantLookup(connection, settings.authorityHost, transport);
  const waiting = new Waiting(clock);
  return {
    connection,
    reach(seconds = timeoutSeconds, say) {
      const waitingFor = say ? waiting.telling(say) : silently;
      const operation = startOperation({ timeoutSeconds: seconds, clock, waitingFor, ...rest });
      return {
        door: openDoor(connection, operation),
        findTenant: lookup.during(operation),
        owners,
        policies: policies.during(operation),
        protectInUse: settings.protectInUse,
        say: say ?? (() => undefined),
      };
    },
  };
}
