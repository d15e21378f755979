import { applyLateChange } from "./apply-late-change";
import { getIntakeBatcher } from "./batcher";

export { divertUpdates } from "./diversion";
export { type IntakeChannel, ingestUpdate } from "./ingest-update";
export { telegramWebhookCore } from "./webhook-core";

/** Resolves when everything taken in has been stored. */
export const drainIntake = (): Promise<void> => getIntakeBatcher().drain();

/** What the intake asks to be done later. */
export const intakeLaterHandlers = { "conversations/change": applyLateChange };
