export { createEmbed } from "./create-embed";
export { embedCore } from "./embed-core";
export { revokeEmbed } from "./revoke-embed";
export { scheduleWeeklyReports, sendWeekly, weeklyJob, weeklyRules } from "./weekly/send-weekly";
