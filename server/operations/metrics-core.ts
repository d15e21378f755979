import { type DoorCore, type DoorRequest, json } from "@/lib/door";
import { countGuess, getRuntime, isSameSecret } from "@/server/kernel";
import { tellLastNight } from "./checks/tell-last-night";

const loopback = new Set(["127.0.0.1", "::1", "::ffff:127.0.0.1"]);

/** `GET /api/metrics` in Prometheus' text format, for loopback or with the metrics token. */
export const metricsCore: DoorCore = (request) =>
  request.path === "/api/metrics" ? answerMetrics(request) : null;

async function answerMetrics(request: DoorRequest) {
  const { metrics, env } = getRuntime();
  const token = request.header("authorization")?.replace(/^Bearer /, "");
  // Behind a proxy every peer is loopback: a forwarded request needs the token.
  const isLocal = loopback.has(request.remoteAddress) && !request.header("x-forwarded-for");
  const hasToken =
    env.metricsToken !== undefined && token !== undefined && isSameSecret(token, env.metricsToken);
  if (!isLocal && !hasToken)
    return (
      countGuess(request, "metrics token") ??
      json(403, { error: "Metrics are for loopback, or with METRICS_TOKEN as a bearer token." })
    );
  await tellLastNight();
  return {
    status: 200,
    headers: { "content-type": metrics.registry.contentType },
    body: await metrics.registry.metrics(),
  };
}
