import { createServer } from "node:net";

/** Whether a server could listen there now. */
export function isPortFree(port: number, host: string): Promise<boolean> {
  return new Promise((resolve) => {
    const probe = createServer();
    probe.once("error", () => resolve(false));
    probe.listen({ port, host, exclusive: true }, () => probe.close(() => resolve(true)));
  });
}

/** The first free port from `from` upwards. @throws Error when there is none */
export async function findFreePort(from: number, host: string): Promise<number> {
  for (let port = from; port <= 65_535; port += 1) {
    if (await isPortFree(port, host)) return port;
  }
  throw new Error(`No port from ${from} upwards is free.`);
}
