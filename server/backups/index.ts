export { backupHealth } from "./backup-health";
export { createBackupWorkflows } from "./backup-workflow";
