export { recordAudit, recordPlatformAudit } from "./audit";
export { browserKind, type Device, describeDevice, isSameBrowser } from "./browser";
export { type Clock, fixedClock, systemClock } from "./clock";
export {
  type Actor,
  actorId,
  type Ctx,
  type MemberRole,
  type WorkspaceKind,
  type WorkspaceRef,
} from "./context";
export {
  cookieSecret,
  cookieSecrets,
  decrypt,
  encrypt,
  isSameSecret,
  keyedHash,
  keyIdOf,
  randomToken,
  SecretKeyUnknown,
} from "./crypto";
export { askAgain, type Db, inTransaction, type Transaction } from "./database";
export { type DemoSettings, type DemoSlug, demoSlugs } from "./demo";
export { asStorageFull, fileDoor, httpStatus, refusal, type WrittenFile } from "./doors";
export { type Env, EnvironmentInvalid, readEnv, type SignInProvider } from "./env";
export * from "./errors";
export { fromPublicId, type IdKind, newId, publicId, toPublicId } from "./ids";
export type {
  ImportColumn,
  ImportDefinition,
  ImportEnv,
  ReadRow,
  RowGroup,
  RowProblem,
  StoredThing,
  UndoneThing,
} from "./import-definition";
export { type LaterHandler, type LaterJob, laterLoop, platformScope } from "./later-jobs";
export type { Rate } from "./limits";
export type { LiveListener } from "./live";
export type { Logger } from "./logger";
export { lookUp } from "./look-up";
export type { Loop } from "./loops";
export { LostClaims } from "./lost-claims";
export { clearAfter, LowWaterMark } from "./low-water-mark";
export { openMemberActor } from "./member-context";
export { findOperator, type OperatorActor, type OperatorCtx, openOperatorContext } from "./operator";
export { type DomainEvent, emit } from "./outbox";
export { listOwnWorkspaces, type OwnWorkspace } from "./own-workspaces";
export { isOwnWrite, workspaceHeader } from "./own-write";
export { sendPassingHint } from "./passing-hint";
export { isAllowed, policy, requirePermission, type Verb } from "./policy";
export { requireRoom } from "./quotas";
export type { EventRule, LiveHint } from "./relay";
export { countGuess, countingGuesses, limitCore, refuseGuesser } from "./request-limits";
export { runLater } from "./run-later";
export { getRuntime, type Runtime, type RuntimeOptions, startRuntime } from "./runtime";
export { fromHeaders, type HeaderSource, networkOf, ownMachine, shownNetwork } from "./sender";
export {
  encodeSessionCookie,
  endSession,
  openMemberContext,
  openSystemContext,
  readCookie,
  resolveSession,
  type Session,
  sessionCookieName,
  sessionDays,
  startSession,
  toWorkspaceRef,
} from "./session";
export { strangeBrowserJob } from "./session-use";
export type { StorageState } from "./storage-watch";
export { insertTerms, replaceTerms, searchByWords, type TermKind } from "./terms";
export { inOperator, inPerson, inWorkspace } from "./transaction";
export { wakeAfterCommit } from "./wakes";
