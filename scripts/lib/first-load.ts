import { gzipSync } from "node:zlib";

/** What the first load of a page may weigh, compressed: its scripts, and its styles with the typefaces it draws. */
export const firstLoadLimits = { scriptBytes: 220_000, styleBytes: 120_000 } as const;

export type FirstLoad = { address: string; scriptBytes: number; styleBytes: number };

/**
 * The scripts and styles that a page's HTML asks for. All of them are fetched before the page answers a press; what a
 * page fetches by itself later, or when it is asked for something, is not among them. Old browsers' patches, which no
 * other one fetches, are left out.
 */
export function assetsOf(html: string): { scripts: string[]; styles: string[] } {
  const scripts = [...html.matchAll(/<script\b([^>]*)>/g)].flatMap(([, tag = ""]) =>
    /\bnomodule\b/i.test(tag) ? [] : (/\bsrc="([^"]+)"/.exec(tag)?.[1] ?? []),
  );
  const styles = [...html.matchAll(/<link\b([^>]*)>/g)].flatMap(([, tag = ""]) =>
    /\brel="stylesheet"/.test(tag) ? (/\bhref="([^"]+)"/.exec(tag)?.[1] ?? []) : [],
  );
  return { scripts: [...new Set(scripts)], styles: [...new Set(styles)] };
}

/** Measures pages without a browser: typefaces, which depend on the letters drawn, are not counted. */
export function createFirstLoadMeter(origin: string) {
  const sizes = new Map<string, Promise<number>>();
  const sizeOf = (path: string): Promise<number> => {
    const known = sizes.get(path) ?? fetchSize(new URL(path, origin));
    sizes.set(path, known);
    return known;
  };
  const sum = async (paths: readonly string[]) =>
    (await Promise.all(paths.map(sizeOf))).reduce((total, bytes) => total + bytes, 0);
  return async (address: string, cookie?: string): Promise<FirstLoad> => {
    const headers = cookie === undefined ? undefined : { cookie };
    const answer = await fetch(new URL(address, origin), { headers, redirect: "manual" });
    if (answer.status !== 200) throw new Error(`${address} answered ${answer.status}.`);
    const { scripts, styles } = assetsOf(await answer.text());
    return { address, scriptBytes: await sum(scripts), styleBytes: await sum(styles) };
  };
}

async function fetchSize(url: URL): Promise<number> {
  const answer = await fetch(url);
  if (!answer.ok) throw new Error(`${url.pathname} answered ${answer.status}.`);
  return gzipSync(new Uint8Array(await answer.arrayBuffer())).byteLength;
}

/** One line a page, the heaviest first. */
export function printFirstLoads(loads: readonly (FirstLoad & { laterBytes?: number })[]): string {
  const kB = (bytes: number | undefined) =>
    (bytes === undefined ? "" : (bytes / 1000).toFixed(1)).padStart(8);
  const width = Math.max(...loads.map(({ address }) => address.length));
  const head = `${"page".padEnd(width)}  scripts kB  later kB  styles and typefaces kB`;
  const lines = loads
    .toSorted((a, b) => b.scriptBytes - a.scriptBytes)
    .map(
      ({ address, scriptBytes, laterBytes, styleBytes }) =>
        `${address.padEnd(width)}  ${kB(scriptBytes).padStart(10)}  ${kB(laterBytes)}  ${kB(styleBytes).padStart(23)}`,
    );
  return [head, ...lines].join("\n");
}
