/** The connection that all operations of one process and one set of settings share. */

import { systemClock } from "./clock";
import type { Connection } from "./graph/connection";
import { openDoor } from "./graph/door";
import type { Reach } from "./lifecycle/bring-to";
import { Owners } from "./lifecycle/owners";
import { TenantLookup } from "./lifecycle/tenant-lookup";
import { startOperation } from "./operation";
import type { Settings } from "./settings/settings";

export interface Session {
  readonly connection: Connection;
  /** What an operation works with; `what` begins its messages, `atMost` bounds it in seconds. */
  reach(what: string, atMost?: number): Reach;
}

/**
 * @param owners what is known of the process's resources
 * @param signal aborted when the process is asked to stop
 */
export function openSession(settings: Settings, owners = new Owners(), signal?: AbortSignal): Session {
  const { timeoutSeconds } = settings;
  // The Graph client is loaded with the first request: a preview or an unchanged update sends none.
  const { openConnection } = require("./graph/connection") as typeof import("./graph/connection");
  const connection = openConnection(settings, systemClock);
  const lookup = new TenantLookup(connection, settings.authorityHost);
  return {
    connection,
    reach(what, atMost = timeoutSeconds) {
      const bounds = { timeoutSeconds: Math.min(atMost, timeoutSeconds) };
      const operation = startOperation(what, { ...bounds, ...(signal && { signal }) });
      return { door: openDoor(connection, operation), findTenant: lookup.during(operation), owners };
    },
  };
}
