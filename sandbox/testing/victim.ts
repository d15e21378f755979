import { startTestSandbox } from "./start";

/**
 * A sandbox in a process of its own, for tests that kill it: takes the data folder as its argument and prints
 * its origin. Its webhook calls never get an answer, so that updates stay pending.
 */
const dataDir = process.argv[2];
if (!dataDir) throw new Error("Usage: victim.ts <data folder>");
const local = await startTestSandbox({ dataDir });
process.stdout.write(`${local.origin}\n`);
