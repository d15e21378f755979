import { getIntakeBatcher } from "./batcher";

export { type IntakeChannel, ingestUpdate } from "./ingest-update";
export { telegramWebhookCore } from "./webhook-core";

/** Resolves when everything taken in has been stored. */
export const drainIntake = (): Promise<void> => getIntakeBatcher().drain();
