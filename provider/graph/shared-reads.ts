/** Reads that operations ask for at about the same time share one request. */
import { type Clock, unlessAborted } from "../clock";
import { type Operation, remaining } from "../operation";
import { waits } from "../waits";
import type { Batches } from "./batch";
import type { GraphRequest } from "./exchange";
import { waitOrSend } from "./gathering";
import { failed, noAnswer, type Outcome } from "./outcome";
import { tryLimit } from "./try-limit";

interface Waiting {
  readonly operation: Operation;
  readonly path: string;
  readonly settle: (outcome: Promise<Outcome<unknown>>) => void;
}

export class SharedReads {
  #waiting: Waiting[] = [];
  readonly #underWay = new Set<Waiting>();
  #mostAtOnce = 0;
  #answeredAt = Number.NEGATIVE_INFINITY;

  constructor(
    readonly clock: Clock,
    readonly batches: Batches,
    /** Called whenever reads are sent, with the number of requests saved. */
    readonly onSent: (saved: number) => void,
  ) {}

  async alone(operation: Operation, path: string): Promise<Outcome<unknown>> {
    const [outcome] = await this.batches.send(operation, get(path), 1, (only) => [only]);
    return outcome as Outcome<unknown>;
  }

  async together(operation: Operation, path: string): Promise<Outcome<unknown>> {
    const outcome = new Promise<Outcome<unknown>>((settle) => this.#waiting.push({ operation, path, settle }));
    if (this.#waiting.length === 1) void this.#gather();
    const limit = tryLimit(operation, this.clock, "anytime");
    return await unlessAborted(outcome, limit).catch((error: unknown) => {
      if (!limit.aborted) throw error;
      return failed(noAnswer(error, operation));
    });
  }

  async #gather(): Promise<void> {
    for (let before = 0, moments = 0; this.#isAwaited(before, moments); moments += 1) {
      before = this.#waiting.length;
      await this.clock.moment();
    }
    const all = this.#waiting;
    this.#waiting = [];
    let saved = 0;
    const { most } = this.batches;
    for (let from = 0; from < all.length; from += most) saved += this.#send(all.slice(from, from + most));
    this.onSent(saved);
  }

  #isAwaited(before: number, moments: number): boolean {
    const next = waitOrSend({
      reads: this.#waiting.length,
      operations: countOperations(this.#waiting),
      isGrowing: this.#waiting.length > before,
      isFollowed: this.#underWay.size > 0 || this.clock.now() - this.#answeredAt < waits.afterBatch,
      mostAtOnce: this.#mostAtOnce,
      moments,
    });
    return next === "wait";
  }

  /** @returns how many requests were saved */
  #send(reads: readonly Waiting[]): number {
    const isShared = reads.length > 1 && this.batches.isServed;
    const shared = isShared ? this.#share(reads) : undefined;
    reads.forEach(({ operation, path, settle }, index) => {
      const alone = () => this.alone(operation, path);
      settle(shared === undefined ? alone() : shared.then((outcomes) => outcomes[index] ?? alone()));
    });
    return isShared ? reads.length - 1 : 0;
  }

  /** @returns undefined for each read to try alone */
  async #share(reads: readonly Waiting[]): Promise<readonly (Outcome<unknown> | undefined)[]> {
    const { operation } = reads.reduce((longest, read) =>
      remaining(read.operation) > remaining(longest.operation) ? read : longest,
    );
    for (const read of reads) this.#underWay.add(read);
    this.#mostAtOnce = Math.max(this.#mostAtOnce, countOperations(this.#underWay));
    const requests = reads.map(({ path }) => get(path));
    const outcomes = await this.batches.inAnyOrder(operation, requests).finally(() => {
      for (const read of reads) this.#underWay.delete(read);
      this.#answeredAt = this.clock.now();
    });
    // Only a request sent alone renews a refused token and rejects an empty answer.
    return outcomes.map((outcome) =>
      ("failure" in outcome ? outcome.failure.isUnauthorized : outcome.value === undefined) ? undefined : outcome,
    );
  }
}

function countOperations(reads: Iterable<Waiting>): number {
  return new Set(Array.from(reads, ({ operation }) => operation)).size;
}

function get(path: string): GraphRequest {
  return { method: "get", path, repeatable: "anytime" };
}
