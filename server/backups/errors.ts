/** A scheduled backup did not come about, or did not verify; the message says why. */
export class BackupFailed extends Error {
  readonly code = "BACKUP_FAILED";
}
