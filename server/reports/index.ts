export { createEmbed } from "./create-embed";
export { embedCore } from "./embed-core";
export { revokeEmbed } from "./revoke-embed";
export { weeklyWorkflows } from "./weekly/weekly-workflows";
