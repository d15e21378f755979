import type { LaterHandler } from "@/server/kernel";
import { assumeResolved } from "./assume-resolved";
import { silenceJob } from "./commit-run";
import { trainJob } from "./teaching/internal";
import { trainWorkspace } from "./teaching/train-workspace";

export { createAgentLoop } from "./agent-loop";
export { silenceJob, silenceMs } from "./commit-run";
export { describeWhenPeopleAnswer } from "./compose-reply";
export { describeOrder } from "./describe-order";
export * from "./errors";
export { getAgentRun } from "./get-agent-run";
export { classifyIntent } from "./intents/classify-intent";
export { lastLine } from "./intents/figures";
export { type IntentJudgement, judgeIntents } from "./intents/judge-intents";
export { parseLabelled, parseTexts, UnreadableExamples } from "./intents/labelled-lines";
export { teach } from "./intents/teach";
export { trainInThread } from "./intents/train-in-thread";
export { judgeLanguage } from "./language/judge-language";
export { findNextOpening } from "./opening-hours";
export { runWaitingTurns } from "./run-waiting";
export type { AgentRun } from "./schemas";
export { createOwnIntent } from "./teaching/create-own-intent";
export { listIntents } from "./teaching/list-intents";
export { botText } from "./texts";

/** What the agent does later: a day of silence after an answer. */
export const agentLaterHandlers: Readonly<Record<string, LaterHandler>> = {
  [silenceJob]: assumeResolved,
  [trainJob]: trainWorkspace,
};
