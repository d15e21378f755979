import { type DoorCore, json, publishDoor } from "@/lib/door";
import { type Sandbox, startSandbox } from "@/sandbox";
import { agentLaterHandlers, createAgentLoop } from "@/server/agent";
import { createBackupWorkflows } from "@/server/backups";
import {
  createCounterLoop,
  createPollingLoop,
  platformLaterHandlers,
  registerWebhooks,
  schedulePlatformPoll,
  sendProfileJob,
  sendProfileLater,
  tellTrouble,
  tellTroubleJob,
  watchWorkflow,
} from "@/server/channels";
import { commandLaterHandlers, divertMemberUpdate } from "@/server/commands";
import {
  conversationExportCore,
  conversationLaterHandlers,
  createReplayCore,
  divertUpdates,
  drainIntake,
  findLatestConversation,
  ingestUpdate,
  intakeLaterHandlers,
  telegramWebhookCore,
} from "@/server/conversations";
import { customerExportCore, customerLaterHandlers } from "@/server/customers";
import { createDispatcher, deliveryLaterHandlers, sendAgainWorkflow } from "@/server/deliveries";
import { createDemoLoop, DemoMaker, demoSettings, describeDemo } from "@/server/demo";
import { fetchFile, fileCore } from "@/server/files";
import { checkGroupLater } from "@/server/groups";
import { importLaterHandlers, importWork } from "@/server/imports";
import { exportCore, figureRules, insightLaterHandlers } from "@/server/insight";
import {
  countingGuesses,
  type Env,
  limitCore,
  type Runtime,
  randomToken,
  readEnv,
  startRuntime,
  strangeBrowserJob,
} from "@/server/kernel";
import { calibrateJob, calibrateKnowledge } from "@/server/knowledge";
import { liveCore } from "@/server/live";
import { createMailCore, createMailPreviewCore, createMailSender, type SmtpSettings } from "@/server/mail";
import { notificationLaterHandlers, notificationRules } from "@/server/notifications";
import {
  createStatisticsLoop,
  healthCore,
  keyRotationWorkflow,
  metricsCore,
  nightlyChecksWorkflow,
  runtimeCore,
  tellProductStarted,
  upkeepWorkflow,
  workspaceChecksWorkflow,
} from "@/server/operations";
import { logoCore } from "@/server/organisations";
import { embedCore, weeklyWorkflows } from "@/server/reports";
import { divertRating, satisfactionLaterHandlers, satisfactionRules } from "@/server/satisfaction";
import { createMessageIndexLoop } from "@/server/search";
import { serviceLevelLaterHandlers, serviceLevelRules } from "@/server/service-levels";
import { taskLaterHandlers } from "@/server/tasks";
import { uploadCore, uploadLaterHandlers } from "@/server/uploads";
import { createWorkflowsCore, laterWorkflows, openWorkflows, serveWorkflows } from "@/server/workflows";
import { workspaceLaterHandlers } from "@/server/workspaces";

/** What events ask for later. */
const rules = [...figureRules, ...notificationRules, ...serviceLevelRules, ...satisfactionRules];

/**
 * Puts the product together in this process: the runtime, what happens later, the stand-ins where they are on, the
 * loops, and the door that the entry hands hot paths to.
 */
export async function startProduct(): Promise<void> {
  const env = readEnv();
  if (env.worker === "only") return startWorker(env);
  const runtime = await startRuntime({ env, rules });
  const ownWorkflows = listWorkflows(env);
  const workflows = await openWorkflows(runtime, ownWorkflows);
  serveWorkflows(runtime, ownWorkflows);
  const cores: DoorCore[] = [
    telegramWebhookCore,
    limitCore,
    liveCore,
    healthCore,
    metricsCore,
    fileCore,
    uploadCore,
    exportCore,
    conversationExportCore,
    customerExportCore,
    embedCore,
    logoCore,
    runtimeCore,
    createWorkflowsCore(workflows),
  ];
  const controlToken = env.controlToken ?? randomToken();
  const sandbox = env.isSandboxOn ? await openSandbox(runtime, controlToken) : null;
  if (sandbox) {
    cores.push(
      countingGuesses("control tokens", "/sandbox/replay/", createReplayCore(controlToken)),
      countingGuesses(
        "control tokens",
        "/sandbox/mail/control/",
        countingGuesses("control tokens", "/sandbox/telegram/control/", sandbox.handle),
      ),
    );
  }
  if (env.mode !== "production") cores.push(createMailPreviewCore());
  cores.push(createMailCore(env.mailEventsSecret ?? sandbox?.mail.eventsSecret));
  runtime.busyWith = "the bots are being registered";

  runtime.onStop(drainIntake);
  divertUpdates(
    async (channel, update) =>
      (await divertMemberUpdate(channel, update)) || (await divertRating(channel, update)),
  );
  runtime.startLoop(createAgentLoop(runtime));
  runtime.startLoop(createDispatcher(runtime));
  runtime.startLoop(createPollingLoop(runtime, { ingest: ingestUpdate }));
  runtime.startLoop(createStatisticsLoop(runtime));
  runtime.startLoop(createMailSender(runtime, { smtp: smtpSettings(runtime, sandbox) }));
  runtime.startLoop(createCounterLoop(runtime));
  runtime.startLoop(createMessageIndexLoop(runtime));

  publishDoor({
    handle(request) {
      for (const core of cores) {
        const answer = core(request);
        if (answer) return answer;
      }
      return null;
    },
    async stop() {
      await sandbox?.stop();
      await runtime.stop();
    },
  });
  // From here on the door answers, which the next steps need: they talk to the stand-ins over HTTP.
  if (sandbox) {
    runtime.busyWith = "the demo is being made";
    const maker = new DemoMaker(sandbox, demoSettings(runtime));
    await maker.makeFirst();
    runtime.startLoop(createDemoLoop(maker));
  }
  await registerWebhooks();
  await schedulePlatformPoll();
  await workflows.start();
  await tellProductStarted();
  runtime.busyWith = null;
}

/** What happens later or repeatedly, whichever process carries it out. */
const listWorkflows = (env: Env) => [
  upkeepWorkflow,
  watchWorkflow,
  sendAgainWorkflow,
  keyRotationWorkflow,
  nightlyChecksWorkflow,
  workspaceChecksWorkflow,
  ...weeklyWorkflows,
  ...createBackupWorkflows(env),
  ...laterWorkflows({
    "files/fetch": fetchFile,
    "groups/check": checkGroupLater,
    [calibrateJob]: calibrateKnowledge,
    [tellTroubleJob]: tellTrouble,
    // Loaded when the first one is due: providers and cookies are much to start with.
    [strangeBrowserJob]: async (job) => (await import("@/server/auth")).tellStrangeBrowser(job),
    [sendProfileJob]: sendProfileLater,
    ...agentLaterHandlers,
    ...commandLaterHandlers,
    ...conversationLaterHandlers,
    ...customerLaterHandlers,
    ...deliveryLaterHandlers,
    ...importLaterHandlers,
    ...taskLaterHandlers,
    ...uploadLaterHandlers,
    ...insightLaterHandlers,
    ...intakeLaterHandlers,
    ...notificationLaterHandlers,
    ...platformLaterHandlers,
    ...serviceLevelLaterHandlers,
    ...satisfactionLaterHandlers,
    ...workspaceLaterHandlers,
  }),
  // A turn takes seconds and all of a processor: one at a time.
  ...laterWorkflows(importWork, { atOnce: 1 }),
];

/** A process that carries workflows out and serves nothing but word of its health. */
async function startWorker(env: Env): Promise<void> {
  const runtime = await startRuntime({ env, rules });
  const workflows = await openWorkflows(runtime, listWorkflows(env));
  runtime.startLoop(createCounterLoop(runtime));
  const cores: DoorCore[] = [healthCore, metricsCore, runtimeCore];
  publishDoor({
    handle(request) {
      for (const core of cores) {
        const answer = core(request);
        if (answer) return answer;
      }
      return Promise.resolve(
        json(503, { error: { code: "WORKER_ONLY", message: "This process serves no pages (WORKER=only)." } }),
      );
    },
    stop: () => runtime.stop(),
  });
  await workflows.start();
}

/** Where mail is handed in: the server that is set, else the sandbox's own. */
function smtpSettings({ env, logger }: Runtime, sandbox: Sandbox | null): SmtpSettings | null {
  const url = env.smtpUrl ?? sandbox?.mail.smtpUrl;
  if (!url) {
    logger.warn(
      "No mail leaves: set SMTP_URL and MAIL_FROM. Until then links to sign in, resets, invitations, notices and " +
        "reports by mail do not work.",
    );
    return null;
  }
  return { url, from: env.mailFrom ?? { name: "Santral", address: "no-reply@santral.example" } };
}

async function openSandbox(runtime: Runtime, controlToken: string): Promise<Sandbox> {
  const { env, logger } = runtime;
  const sandbox = await startSandbox({
    dataDir: env.dataDir,
    origin: `http://127.0.0.1:${env.port}`,
    publicOrigin: env.origin,
    controlToken,
    findConversation: findLatestConversation,
    describeDemo: () => describeDemo(sandbox),
    log: (level, message, fields) => logger[level](fields ?? {}, message),
  });
  // A bot that makes others, so that the one-tap way can be tried; a real one is named in the environment.
  const { token } = sandbox.openManagerBot({ name: "Santral Kurucu", username: "santral_kurucu_bot" });
  env.platformBot ??= { token, apiRoot: "/sandbox/telegram" };
  return sandbox;
}
