/** Where work of a workspace waits: messages to send, customers to answer, what was put off, and news for the panel. */
export const waitingQueues = ["deliveries", "agent", "later", "outbox"] as const;
export type WaitingQueue = (typeof waitingQueues)[number];

/** How work that needs somebody's eye stands. */
export const troubleStates = ["failed", "unconfirmed", "retrying", "late"] as const;
export type TroubleState = (typeof troubleStates)[number];

/** Due so long ago, it should have been taken up. */
export const lateAfterS = 600;

/** What failed longer ago is history: nobody wants it sent any more. */
export const failedDays = 7;
