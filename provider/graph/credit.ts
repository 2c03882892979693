/** With fewer requests saved, the stack is too small for a page of the collection to pay. */
const enough = 5;

/** Requests that sharing saved. Pages are paid with them, so that no refresh takes more requests than it would without either. */
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
