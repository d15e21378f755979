import { type Bench, openBench } from "./bench.ts";
import { benchIngest } from "./ingest.ts";
import { type Figures, printTable } from "./report.ts";

const benches: Record<string, (bench: Bench) => Promise<Figures>> = {
  ingest: benchIngest,
};

const names = process.argv.slice(2).filter((argument) => !argument.startsWith("--"));
const isJson = process.argv.includes("--json");
const say = (line: string) => process.stderr.write(`  ${line}\n`);

const unknown = names.filter((name) => !(name in benches));
if (unknown.length > 0) {
  process.stderr.write(
    `✗ No such bench: ${unknown.join(", ")}. There are: ${Object.keys(benches).join(", ")}\n`,
  );
  process.exit(1);
}
const { bench, close } = await openBench(say);
let isClosing = false;
for (const name of ["SIGINT", "SIGTERM"] as const) {
  process.on(name, () => {
    if (isClosing) return;
    isClosing = true;
    void close().finally(() => process.exit(130));
  });
}
const figures: Figures = {};
try {
  for (const name of names.length > 0 ? names : Object.keys(benches)) {
    process.stderr.write(`· ${name}\n`);
    Object.assign(figures, await benches[name]!(bench));
  }
} finally {
  await close();
}
process.stdout.write(isJson ? `${JSON.stringify(figures)}\n` : `\n${printTable(figures)}\n`);
process.exit(0);
