import { askForRating, askJob } from "./ask-for-rating";

export { satisfactionRules } from "./ask-for-rating";
export { divertRating } from "./divert-rating";
export * from "./errors";
export { importRatings, type PastRating } from "./import-ratings";
export { getSatisfaction, setSatisfaction } from "./satisfaction-settings";

/** What satisfaction asks to be done later. */
export const satisfactionLaterHandlers = { [askJob]: askForRating };
