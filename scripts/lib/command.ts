import { spawn } from "node:child_process";

const graceMs = 10_000;

/**
 * Runs a command to its end in a process group of its own and collects what it says.
 *
 * @param signal ends the command and everything that it has started
 */
export function runCommand(input: {
  command: string[];
  cwd: string;
  env?: Record<string, string | undefined>;
  signal?: AbortSignal;
  /** Hears of the process, which leads a group of the same number. */
  onSpawn?: (pid: number) => void;
}): Promise<{ code: number; output: string }> {
  const { command, cwd, env = process.env, signal, onSpawn } = input;
  const [program = "", ...args] = command;
  return new Promise((resolve) => {
    let output = "";
    const child = spawn(program, args, {
      cwd,
      env: env as NodeJS.ProcessEnv,
      detached: true,
      stdio: ["ignore", "pipe", "pipe"],
    });
    if (child.pid !== undefined) onSpawn?.(child.pid);
    const hear = (chunk: Buffer) => {
      output += chunk;
    };
    child.stdout.on("data", hear);
    child.stderr.on("data", hear);
    const end = () => {
      signalGroup(child.pid, "SIGTERM");
      setTimeout(() => signalGroup(child.pid, "SIGKILL"), graceMs).unref();
    };
    signal?.addEventListener("abort", end);
    if (signal?.aborted) end();
    const finish = (code: number, said: string) => {
      signal?.removeEventListener("abort", end);
      resolve({ code, output: said });
    };
    child.once("error", (error) => finish(127, error.message));
    child.once("close", (code) => finish(code ?? 1, output));
  });
}

/** Sends a signal to a process and everything that it has started. */
export function signalGroup(pid: number | undefined, name: NodeJS.Signals): void {
  if (pid === undefined) return;
  try {
    process.kill(-pid, name);
  } catch {
    // Already ended.
  }
}
