export { getIntakeBatcher } from "./batcher";
export { type IntakeChannel, ingestUpdate } from "./ingest-update";
export { telegramWebhookCore } from "./webhook-core";
