import autocannon from "autocannon";

export type Shot = { path: string; headers: Record<string, string>; body: string };

export type Volley = {
  /** Answered requests a second. */
  rate: number;
  /** Answers by status code. */
  statuses: Record<number, number>;
  latenciesMs: number[];
};

/** Where requests come from. */
export type ShotSource = {
  /** Makes a request. Not every one is sent: the generator prepares some ahead. */
  next(): Shot;
  /** A request has been answered. */
  answered?(shot: Shot, status: number): void;
};

/** Sends POSTs over keep-alive connections for some seconds, as many as are answered, or at a fixed rate. */
export function fire(input: {
  origin: string;
  connections: number;
  seconds: number;
  perSecond?: number;
  source: ShotSource;
}): Promise<Volley> {
  const { origin, connections, seconds, perSecond, source } = input;
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
          {
            method: "POST",
            setupRequest(request, context: { shot?: Shot }) {
              context.shot = source.next();
              return { ...request, method: "POST", ...context.shot };
            },
            onResponse(status, _body, context: { shot?: Shot }) {
              if (context.shot) source.answered?.(context.shot, status);
            },
          },
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
