export { readAddress } from "./addresses";
export * from "./errors";
export { createMailCore } from "./mail-core";
export { isMailOn, mailHealth } from "./mail-health";
export { type NewMail, queueMail } from "./queue-mail";
export { type MailData, mailTemplates } from "./schemas";
export { createMailSender } from "./sender";
export type { SmtpSettings } from "./transport";
export { getSubscription, resubscribe, type SubscriptionState, unsubscribe } from "./unsubscribe";
