/** No more often than this, however busy the workspace. */
export const refetchEveryMs = 2_000;
/**
 * Figures are counted a moment after the event that changes them; so many looks are taken after the last hint, the
 * last of them at least two rhythms later.
 */
const looksAfterHint = 3;

/** Turns hints, which may come by the hundred, into looks at the server in an even rhythm that ends once all is quiet. */
export class RefetchRhythm {
  #looksLeft = 0;
  #timer: ReturnType<typeof setTimeout> | null = null;

  constructor(private readonly look: () => void) {}

  hint(): void {
    this.#looksLeft = looksAfterHint;
    this.#timer ??= setTimeout(() => this.#tick(), refetchEveryMs);
  }

  stop(): void {
    if (this.#timer) clearTimeout(this.#timer);
    this.#timer = null;
  }

  #tick(): void {
    this.look();
    this.#looksLeft -= 1;
    this.#timer = this.#looksLeft > 0 ? setTimeout(() => this.#tick(), refetchEveryMs) : null;
  }
}
