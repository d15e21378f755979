import type { Sandbox } from "./index";

const sandboxKey = Symbol.for("santral.sandbox");
type SandboxHolder = { [sandboxKey]?: Sandbox };

/** The running sandbox of this process, or undefined when it is off. */
export function getSandbox(): Sandbox | undefined {
  return (globalThis as SandboxHolder)[sandboxKey];
}

/** Makes the sandbox known to the pages of this process; undefined takes it back. */
export function publishSandbox(sandbox: Sandbox | undefined): void {
  (globalThis as SandboxHolder)[sandboxKey] = sandbox;
}
