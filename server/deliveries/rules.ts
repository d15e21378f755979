/** What a message is for: who may interrupt it, how fast it goes, and whether it is sent again after a crash. */
export const purposes = ["reply", "service", "marketing", "money"] as const;
export type DeliveryPurpose = (typeof purposes)[number];

/** 0: interactive, has its own bucket and goes first. 1: bulk. */
export const laneOf = (purpose: DeliveryPurpose): 0 | 1 =>
  purpose === "reply" || purpose === "service" ? 0 : 1;
