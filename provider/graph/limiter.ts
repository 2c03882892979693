import type { Operation } from "../operation";
import { waitForOther } from "./try-limit";

/** Runs work when it is its turn. */
export type Turn = <T>(operation: Operation, isLost: boolean, work: () => Promise<T>) => Promise<T>;

/** For work that waits for turns itself. */
export const atOnce: Turn = (_, __, work) => work();

/** Limits how many requests of the process are under way at once: first come, first served. */
export class Limiter {
  #free: number;
  readonly #waiting: (() => void)[] = [];

  constructor(most: number) {
    this.#free = most;
  }

  readonly run: Turn = async (operation, isLost, work) => {
    if (this.#free > 0) this.#free -= 1;
    else await this.#wait(operation, isLost);
    try {
      return await work();
    } finally {
      this.#pass();
    }
  };

  async #wait(operation: Operation, isLost: boolean): Promise<void> {
    let begin = (): void => undefined;
    const turn = new Promise<void>((resolve) => {
      begin = resolve;
      this.#waiting.push(begin);
    });
    await waitForOther(turn, operation, isLost).catch((error: unknown) => {
      const place = this.#waiting.indexOf(begin);
      // The turn may have come in the moment in which the time was over.
      if (place < 0) this.#pass();
      else this.#waiting.splice(place, 1);
      throw error;
    });
  }

  #pass(): void {
    const next = this.#waiting.shift();
    if (next) next();
    else this.#free += 1;
  }
}
