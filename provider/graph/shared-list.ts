/** A list that several operations need at about the same time is read once for all of them. */
export class SharedList<T> {
  #last: Promise<unknown> = Promise.resolve();
  #next: Promise<T> | undefined;

  /**
   * Starts `read` after the running one and shares it with everyone who asks meanwhile, so nobody gets a list older than
   * their request. A failure may be specific to the operation that reads, such as its time-out, so the others read again.
   */
  async share(read: () => Promise<T>): Promise<T> {
    if (this.#next !== undefined) return await this.#next.catch(read);
    const next = this.#last.then(() => {
      this.#next = undefined;
      const running = read();
      this.#last = running.catch(() => undefined);
      return running;
    });
    this.#next = next;
    return await next;
  }
}
