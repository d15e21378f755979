import { fork } from "node:child_process";
import { once } from "node:events";
import { join } from "node:path";

export type Reader = {
  /**
   * Asks for screens one after another, each with all that it asks for at once.
   *
   * @returns the milliseconds of each, until its last byte
   * @throws when one is not answered with 200
   */
  read(screens: readonly (readonly string[])[], headers: Record<string, string>): Promise<number[]>;
  stop(): void;
};

/** Somebody who looks at the product's screens, in a process of its own. */
export function startReader(origin: string): Reader {
  const child = fork(join(import.meta.dirname, "page-reader.mjs"), { execArgv: [] });
  return {
    async read(screens, headers) {
      child.send({ origin, screens, headers });
      const [answers] = (await once(child, "message")) as [{ status: number; ms: number }[]];
      return answers.map(({ status, ms }, nth) => {
        if (status !== 200) throw new Error(`${screens[nth]!.join(" ")} answered ${status}.`);
        return ms;
      });
    },
    stop: () => child.kill(),
  };
}
