import { hkdfSync } from "node:crypto";
import type { Env } from "@/server/kernel";
import type { Workflow, WorkflowRun } from "./define";
import { appId } from "./registry";

/** The key that signs calls, made of the installation's secret: `/api/inngest` believes nobody else. */
export const signingKeyOf = (env: Pick<Env, "secret">): string =>
  Buffer.from(hkdfSync("sha256", env.secret, appId, "workflows: signing key", 32)).toString("hex");

type Fetch = typeof fetch;

/**
 * The SDK's handler of these workflows. The package is loaded here, with the first process that runs workflows: it is much
 * to start with.
 *
 * @param api takes what the SDK asks of its server while a function runs
 */
export async function openHandler(
  workflows: readonly Workflow[],
  options: { signingKey: string; origin: string; api: (request: Request) => Promise<Response> },
): Promise<(request: Request) => Promise<Response>> {
  const [{ Inngest }, { serve }] = await Promise.all([import("inngest"), import("inngest/edge")]);
  const api: Fetch = (input, init) => options.api(new Request(input, init));
  const client = new Inngest({
    id: appId,
    isDev: false,
    signingKey: options.signingKey,
    eventKey: "embedded",
    baseUrl: options.origin,
    fetch: api,
    logger: silent,
  });
  const functions = workflows.map((workflow) => {
    const { id, retries, triggers, onFailure } = workflow;
    return client.createFunction(
      {
        id,
        retries,
        triggers: triggers.map((trigger) => ("cron" in trigger ? trigger : { event: trigger.event.name })),
        ...(onFailure && {
          onFailure: (context: { error: Error }) => onFailure({ run: toRun(context), error: context.error }),
        }),
      },
      async (context: unknown) => (await workflow.load())(toRun(context)),
    );
  });
  return serve({ client, functions, serveOrigin: options.origin });
}

type Context = {
  event: {
    id?: string;
    name: string;
    data?: Record<string, unknown> & { _santral?: { workspaceId: string } };
  };
  step: WorkflowRun["step"];
  runId: string;
  attempt: number;
};

function toRun(context: unknown): WorkflowRun {
  const { event, step, runId, attempt } = context as Context;
  const { _santral, ...data } = event.data ?? {};
  return {
    event: { id: event.id ?? "", name: event.name, data, workspaceId: _santral?.workspaceId ?? "" },
    step,
    runId,
    attempt,
  };
}

const silent = { info() {}, warn() {}, error() {}, debug() {} };
