export { readAddress } from "./addresses";
export * from "./errors";
export { findVerifiedAddress } from "./find-verified-address";
export { createMailCore } from "./mail-core";
export { isMailOn, mailHealth } from "./mail-health";
export { createMailPreviewCore } from "./preview-core";
export { type NewMail, queueMail } from "./queue-mail";
export { type MailData, mailTemplates } from "./schemas";
export { createMailSender } from "./sender";
export type { SmtpSettings } from "./transport";
export {
  getSubscription,
  hasUnsubscribed,
  resubscribe,
  type SubscriptionState,
  subscribeAgain,
  unsubscribe,
} from "./unsubscribe";
