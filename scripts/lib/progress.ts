/** Says what is being done, and for how long it took: one line when it begins, one when it ends. */
export class Progress {
  readonly #write: (line: string) => void;

  constructor(write: (line: string) => void = (line) => void process.stdout.write(`${line}\n`)) {
    this.#write = write;
  }

  /** Runs one step; the line of its end may carry what it found (`detail`). */
  async step<T>(
    begin: string,
    end: string,
    work: (detail: (text: string) => void) => Promise<T>,
  ): Promise<T> {
    const startedAt = performance.now();
    let found = "";
    this.#write(`· ${begin} …`);
    const result = await work((text) => {
      found = `, ${text}`;
    });
    this.#write(`✓ ${end}${found} (${seconds(performance.now() - startedAt)})`);
    return result;
  }

  say(line: string): void {
    this.#write(line);
  }
}

export function seconds(milliseconds: number): string {
  return milliseconds < 9_950
    ? `${(milliseconds / 1000).toFixed(1)} s`
    : `${Math.round(milliseconds / 1000)} s`;
}

export function megabytes(bytes: number): string {
  return bytes < 9_950_000 ? `${(bytes / 1e6).toFixed(1)} MB` : `${Math.round(bytes / 1e6)} MB`;
}
