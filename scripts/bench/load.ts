import autocannon from "autocannon";

export type Shot = { path: string; headers: Record<string, string>; body: string };

export type Volley = {
  /** Answered requests a second. */
  rate: number;
  /** Answers by status code. */
  statuses: Record<number, number>;
  latenciesMs: number[];
};

/**
 * Sends POSTs over keep-alive connections for some seconds, as many as are answered, or at a fixed rate.
 *
 * @param next makes each request; called once a request
 */
export function fire(input: {
  origin: string;
  connections: number;
  seconds: number;
  perSecond?: number;
  next: () => Shot;
}): Promise<Volley> {
  const { origin, connections, seconds, perSecond, next } = input;
  const statuses: Record<number, number> = {};
  const latenciesMs: number[] = [];
  return new Promise((resolve, reject) => {
    const startedAt = performance.now();
    const instance = autocannon(
      {
        url: origin,
        connections,
        duration: seconds,
        timeout: 30,
        ...(perSecond ? { overallRate: perSecond } : {}),
        requests: [
          { method: "POST", setupRequest: (request) => ({ ...request, method: "POST", ...next() }) },
        ],
      },
      (error) => {
        if (error) return reject(error);
        const elapsedS = (performance.now() - startedAt) / 1000;
        resolve({ rate: latenciesMs.length / elapsedS, statuses, latenciesMs });
      },
    );
    instance.on("response", (_client, status, _bytes, milliseconds) => {
      statuses[status] = (statuses[status] ?? 0) + 1;
      latenciesMs.push(milliseconds);
    });
  });
}
