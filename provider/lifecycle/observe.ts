/** Looking before acting, and waiting by value: the service shows writes with a delay that nobody documents. */
import { oneLine, quote, UserError } from "../errors";
import type { Door } from "../graph/door";
import { GraphFailure, isNotFound } from "../graph/failure";
import { pause, poll, remaining } from "../operation";
import {
  kindsOf,
  type Organization,
  type PlainProperty,
  plainProperties,
  type Sponsors,
} from "../organization/organization";
import { waits } from "../waits";

/** The organization right after its create: not found, forbidden and without sources all mean "not yet". */
export async function getCreated(door: Door, id: string, limit?: number): Promise<Organization> {
  let last: GraphFailure | undefined;
  const look = async () => {
    try {
      const found = await door.get(id);
      last = undefined;
      return found.identitySources.length > 0 ? found : undefined;
    } catch (error) {
      if (!(error instanceof GraphFailure) || !(error.isMissing || error.isForbidden)) throw error;
      last = error;
      return undefined;
    }
  };
  const live = await poll(door.operation, "Graph to show the new organization", look, limit);
  if (live) return live;
  throw new NotShown(id, last?.fact ?? "It has no identity sources yet.");
}

class NotShown extends UserError {
  constructor(id: string, seen: string) {
    super(
      `The organization ${oneLine(id)} was created, but did not appear in time: ${seen}`,
      "Run up again to finish it, or refresh if it was deleted since.",
    );
  }
}

/** The organization once it shows the values that were sent. */
export async function getChanged(
  door: Door,
  id: string,
  sent: Partial<Record<PlainProperty, string>>,
): Promise<Organization> {
  let waiting: PlainProperty | undefined;
  const live = await poll(
    door.operation,
    "Graph to show the changes",
    async () => {
      const found = await door.get(id);
      waiting = plainProperties.find((name) => sent[name] !== undefined && sent[name] !== found[name]);
      return waiting === undefined ? found : undefined;
    },
    waits.consistency,
  );
  if (live) return live;
  throw new UserError(
    `Graph accepted ${waiting} ${quote(waiting && sent[waiting])}, but does not show it.`,
    "Run refresh to see what it stores, and declare a value that it keeps.",
  );
}

/**
 * The organization, or nothing when it is certainly gone.
 *
 * @param wasSeen whether any operation saw it before: a new one may take its time to show
 * @param managed the lists of sponsors that will be asked for next
 */
export async function getUnlessGone(
  door: Door,
  id: string,
  wasSeen: boolean,
  managed: Sponsors = {},
): Promise<Organization | undefined> {
  const shown = wasSeen ? undefined : await getOnceShown(door, id);
  if (shown) return shown;
  try {
    return await door.getRecent(id, kindsOf(managed));
  } catch (error) {
    if (!(error instanceof GraphFailure) || !error.isMissing) throw error;
    if (await isGone(door, id, error)) return undefined;
    return await door.get(id);
  }
}

/** Undefined if it did not appear within the time that a write may take to become visible. */
async function getOnceShown(door: Door, id: string): Promise<Organization | undefined> {
  const limit = Math.min(waits.consistency, remaining(door.operation) / 2);
  return await getCreated(door, id, limit).catch((error: unknown) => {
    if (error instanceof NotShown) return undefined;
    throw error;
  });
}

/**
 * Confirms a 404, which right after a write or behind a gateway may be untrue: an organization is gone when Graph says
 * so twice and does not list it either.
 */
async function isGone(door: Door, id: string, failure: GraphFailure): Promise<boolean> {
  if (isNotFound(failure)) {
    await pause(door.operation, waits.confirmGone);
    try {
      await door.getRecent(id);
      return false;
    } catch (error) {
      if (!isNotFound(error)) throw error;
    }
  }
  return !(await door.isListed(id));
}
