// What every part of the emulator works on.
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
  /** One request through faults, throttling and routes; batch members come through here, too. */
  dispatch(request: Request): Promise<Response>;
}
