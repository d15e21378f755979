import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { twMerge } from "tailwind-merge";
import { expect, test } from "vitest";
import { cn } from "./cn";

const root = join(import.meta.dirname, "../..");

/** Every class that stands in a text of the interface, without what it is for (`sm:`, `hover:`). */
function listClasses(): string[] {
  const found = new Set<string>();
  for (const room of ["components", "app"]) {
    for (const file of readdirSync(join(root, room), { recursive: true, encoding: "utf8" })) {
      if (!/\.tsx?$/.test(file) || /\.test\.|cn-groups/.test(file)) continue;
      for (const [, text = ""] of readFileSync(join(root, room, file), "utf8").matchAll(
        /["`]([^"`\n]+)["`]/g,
      )) {
        const words = text.split(/\s+/).filter(Boolean);
        // A list of classes has at least one that Tailwind's own order knows to be one.
        if (words.length < 2 && !words[0]?.includes("-")) continue;
        for (const word of words) {
          const bare = word.replace(/^(?:[\w@/()[\]=.*&>_-]+:)+/, "");
          if (/^-?[a-z][\w./[\]()%-]*$/.test(bare)) found.add(bare);
        }
      }
    }
  }
  return [...found];
}

test("of any two classes that we write, the same one stays as by the library's own list", {
  timeout: 60_000,
}, () => {
  const classes = listClasses().filter((name) => isKnown(name));
  expect(classes.length).toBeGreaterThan(200);
  const wrong: string[] = [];
  for (const first of classes) {
    for (const second of classes) {
      const pair = `${first} ${second}`;
      if (twMerge(pair) !== cn(pair)) wrong.push(`${pair}: ${cn(pair)} instead of ${twMerge(pair)}`);
    }
  }
  expect(wrong).toEqual([]);
});

/** A class of Tailwind is one that its list lets win over itself in another spelling. */
function isKnown(name: string): boolean {
  return twMerge(`${name} ${name}`) === name;
}
