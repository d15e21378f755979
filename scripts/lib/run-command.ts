import { describeError } from "./plain-error.ts";

/**
 * Does the work of a command. What goes wrong is said on the standard error, each line after a ✗; the process then ends with 1,
 * once nothing of it is open.
 */
export async function runCommand(work: () => void | Promise<void>): Promise<void> {
  try {
    await work();
  } catch (error) {
    for (const line of describeError(error).split("\n")) process.stderr.write(`✗ ${line}\n`);
    process.exitCode = 1;
  }
}
