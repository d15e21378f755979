import { spawn } from "node:child_process";

/**
 * Runs a command to its end in a process group of its own and collects what it says.
 *
 * @param signal ends the command and everything that it has started
 * @param onOutput hears of each piece as it comes
 */
export function runCommand(input: {
  command: string[];
  cwd: string;
  env?: NodeJS.ProcessEnv;
  signal?: AbortSignal;
  onOutput?: (text: string) => void;
}): Promise<{ code: number; output: string }> {
  const { command, cwd, env = process.env, signal, onOutput } = input;
  const [program = "", ...args] = command;
  return new Promise((resolve) => {
    let output = "";
    const child = spawn(program, args, { cwd, env, detached: true, stdio: ["ignore", "pipe", "pipe"] });
    const hear = (chunk: Buffer) => {
      output += chunk;
      onOutput?.(String(chunk));
    };
    child.stdout.on("data", hear);
    child.stderr.on("data", hear);
    const end = () => endGroup(child.pid);
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

function endGroup(pid: number | undefined): void {
  if (pid === undefined) return;
  try {
    process.kill(-pid, "SIGKILL");
  } catch {
    // Already ended.
  }
}
