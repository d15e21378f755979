/** So often claims are given back at the most: what fails each time is not tried faster than that. */
const everyMs = 1_000;

/**
 * Whether claims of this process may stand that nobody in it works on: the answer to a claim was lost, or work was left
 * since the database was away. They are given back before the next claim, so that nobody waits for a lease to run out
 * that its own holder knows to be idle.
 */
export class LostClaims {
  #isSuspected = false;
  #gaveBackAt = Number.NEGATIVE_INFINITY;

  suspect(): void {
    this.#isSuspected = true;
  }

  /**
   * To be called by the loop that claims, between two claims.
   *
   * @param giveBack frees what this process has claimed and does not work on
   */
  async settle(giveBack: () => Promise<unknown>): Promise<void> {
    const now = performance.now();
    if (!this.#isSuspected || now - this.#gaveBackAt < everyMs) return;
    this.#gaveBackAt = now;
    // Before it is awaited: what is lost meanwhile is suspected anew.
    this.#isSuspected = false;
    try {
      await giveBack();
    } catch (error) {
      this.#isSuspected = true;
      throw error;
    }
  }

  /** Does what claims, or begins what was claimed; where that fails, claims may be lost. */
  async watch<T>(claim: () => Promise<T>): Promise<T> {
    try {
      return await claim();
    } catch (error) {
      this.#isSuspected = true;
      throw error;
    }
  }
}
