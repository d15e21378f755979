export { listActs } from "./list-acts";
export { listBots } from "./list-bots";
export { listErrors } from "./list-errors";
export { listSlowQueries } from "./list-slow-queries";
export { listWorkspaces } from "./list-workspaces";
export { noteEntry } from "./note-entry";
export { readOverview } from "./read-overview";
export { readSystem } from "./read-system";
