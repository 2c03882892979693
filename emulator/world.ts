// What the parts of the emulator share.
import type { FaultBoard } from "./faults";
import type { RequestLog } from "./request-log";
import type { Store } from "./store";
import type { SwitchBoard } from "./switches";
import type { Throttle } from "./throttle";

export interface World {
  store: Store;
  readonly switches: SwitchBoard;
  readonly faults: FaultBoard;
  readonly log: RequestLog;
  readonly throttle: Throttle;
  readonly clock: () => number;
  readonly random: () => number;
  /** Milliseconds. */
  readonly delays: { request: number; member: number };
  /** Sends one request through throttling, faults and routes; batch members take this way, too. */
  dispatch(request: Request): Promise<Response>;
}
