/** Below this the stack is too small for a page of the collection to pay off. */
const enough = 5;

/** Requests that sharing saved and pages may spend, so that pages never make a refresh take more requests. */
export class Credit {
  #saved = 0;

  earn(requests: number): void {
    this.#saved += requests;
  }

  /** Pays for one request. @returns whether there was enough */
  spend(): boolean {
    if (this.#saved < enough) return false;
    this.#saved -= 1;
    return true;
  }
}
