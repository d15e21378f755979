import { hkdfSync } from "node:crypto";
import type { InngestFunction } from "inngest";
import type { Env } from "@/server/kernel";
import type { Concurrency, FlowControl, Workflow, WorkflowEvent, WorkflowRun } from "./define";
import { chainOf, type SdkEvent, sameWorkspace, toEvent } from "./envelope";
import { eventVersionUnknown, KnownEvents, misfitOf } from "./event-versions";
import { appId } from "./registry";
import { openTools, type SdkTools } from "./tools";

/** The key that signs calls, made of the installation's secret: `/api/inngest` believes nobody else. */
export const signingKeyOf = (env: Pick<Env, "secret">): string =>
  Buffer.from(hkdfSync("sha256", env.secret, appId, "workflows: signing key", 32)).toString("hex");

/** Where the SDK finds its server, and how it is believed there. */
export type SdkOptions = {
  signingKey: string;
  eventKey: string;
  baseUrl: string;
  /** Under which functions are called. */
  serveOrigin: string;
  fetch: typeof fetch;
};

export type Sdk = {
  handler(request: Request): Promise<Response>;
  send(event: { id: string; name: string; data: Record<string, unknown>; ts: number }): Promise<unknown>;
};

/**
 * The SDK over these workflows. The package is loaded here, with the first process that runs workflows: it is much to
 * start with.
 */
export async function openSdk(workflows: readonly Workflow[], options: SdkOptions): Promise<Sdk> {
  const [{ Inngest, NonRetriableError, referenceFunction }, { serve }] = await Promise.all([
    import("inngest"),
    import("inngest/edge"),
  ]);
  const { signingKey, eventKey, baseUrl, serveOrigin, fetch } = options;
  const client = new Inngest({
    id: appId,
    isDev: false,
    signingKey,
    eventKey,
    baseUrl,
    fetch,
    logger: silent,
  });
  const known = new KnownEvents(workflows);
  const readEvent = (sent: SdkEvent, type = known.get(sent.name)): WorkflowEvent => {
    const event = toEvent(sent);
    const misfit = misfitOf(type, event);
    if (misfit) throw Object.assign(new NonRetriableError(misfit), { name: eventVersionUnknown });
    return event;
  };
  const functions = workflows.map((workflow) => {
    const { id, retries, onFailure } = workflow;
    const begin = (context: unknown): WorkflowRun => {
      const { event: first, events = [first], step, runId, attempt } = context as Context;
      const event = readEvent(first);
      const chain = [...chainOf(first), id];
      const referTo = (functionId: string) => referenceFunction({ appId, functionId });
      const tools = openTools(step, { event, runId, chain }, { referTo, readEvent });
      return { event, events: events.map((each) => readEvent(each)), step: tools, runId, attempt };
    };
    return client.createFunction(
      {
        id,
        retries,
        triggers: workflow.triggers.map((trigger) =>
          "cron" in trigger ? trigger : { event: trigger.event.name, if: trigger.if },
        ),
        ...toConfig(workflow),
        ...(onFailure && {
          onFailure: (context: { error: Error }) => onFailure({ run: begin(context), error: context.error }),
        }),
      },
      async (context: unknown) => (await workflow.load())(begin(context)),
    );
  });
  return {
    handler: serve({ client, functions, serveOrigin }),
    send: (event) => client.send(event),
  };
}

type Context = { event: SdkEvent; events?: SdkEvent[]; step: SdkTools; runId: string; attempt: number };

const workspaceKey = "event.data._santral.workspaceId";
/** A key within a workspace; what is counted is a workspace's own. */
const keyOf = (key: string | undefined): string =>
  key === undefined ? workspaceKey : `${workspaceKey} + " " + string(${key})`;

type Config = Partial<InngestFunction.Options>;

/** Flow control as a server is told of it: every key begins with the workspace. */
function toConfig(flow: FlowControl): Config {
  const { idempotency, throttle, rateLimit, debounce, batchEvents, singleton, priority, timeouts, cancelOn } =
    flow;
  const config = {
    concurrency: toConcurrency(flow.concurrency),
    idempotency: idempotency && keyOf(idempotency),
    throttle: throttle && { ...throttle, key: keyOf(throttle.key) },
    rateLimit: rateLimit && { ...rateLimit, key: keyOf(rateLimit.key) },
    debounce: debounce && { ...debounce, key: keyOf(debounce.key) },
    batchEvents: batchEvents && { ...batchEvents, key: keyOf(batchEvents.key) },
    singleton: singleton && { ...singleton, key: keyOf(singleton.key) },
    priority,
    timeouts,
    cancelOn: cancelOn?.map(({ event, timeout, ...condition }) => ({
      event: event.name,
      timeout,
      if: sameWorkspace(condition),
    })),
  };
  return Object.fromEntries(Object.entries(config).filter(([, value]) => value !== undefined)) as Config;
}

const toConcurrency = (concurrency: FlowControl["concurrency"]) => {
  if (concurrency === undefined) return undefined;
  const limits: readonly Concurrency[] =
    typeof concurrency === "number" ? [{ limit: concurrency }] : [concurrency].flat();
  return limits.map(({ key, scope, limit }) => ({
    limit,
    scope,
    key: scope === "account" ? key : keyOf(key),
  }));
};

const silent = { info() {}, warn() {}, error() {}, debug() {} };
