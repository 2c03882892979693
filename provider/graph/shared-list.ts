import type { Operation } from "../operation";
import { waitForOther } from "./try-limit";

/** A list that several operations need at about the same time is read once for all of them. */
export class SharedList<T> {
  #last: Promise<unknown> = Promise.resolve();
  #next: Promise<T> | undefined;

  /**
   * Starts `read` after the running one and shares it with everyone who asks meanwhile, so nobody gets a list older than
   * their request. A failure may be specific to the operation that reads, such as its time-out, so the others read again;
   * who waited until its own time was over reads, too, and learns why from that.
   */
  async share(operation: Operation, read: () => Promise<T>): Promise<T> {
    if (this.#next !== undefined) return await waitForOther(this.#next, operation).catch(read);
    const begin = () => {
      this.#next = undefined;
      return read();
    };
    const next = waitForOther(this.#last, operation).then(begin, begin);
    this.#next = next;
    this.#last = next.catch(() => undefined);
    return await next;
  }
}
