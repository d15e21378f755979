/**
 * What an event, a step and a run may hold, in bytes of JSON; how many steps a run may have; and how many runs may start
 * one another in a chain.
 */
export const limits = {
  eventBytes: 512 * 1024,
  stepBytes: 4 * 1024 * 1024,
  runBytes: 32 * 1024 * 1024,
  steps: 1_000,
  chain: 50,
} as const;

export const bytesOf = (value: unknown): number => Buffer.byteLength(JSON.stringify(value) ?? "null");
