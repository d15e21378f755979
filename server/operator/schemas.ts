import { z } from "zod";
import { publicId } from "@/lib/public-id";
import { ListRunsInput, RunDetail, RunRow } from "@/server/workflows/schemas";
import { ofPlatform, workspaceSorts, workspaceStates } from "./rules";

const Instant = z.iso.datetime();
const Count = z.int().min(0);

export const WorkspaceState = z.enum(["working", "suspended", "deleted"]);

/** What a workspace has and does. Conversations, messages and answers are those of the last 30 of its days. */
export const WorkspaceUsage = z.object({
  id: z.string(),
  slug: z.string(),
  name: z.string(),
  kind: z.enum(["creator", "shop", "clinic", "desk"]),
  organisation: z.string(),
  createdAt: Instant,
  state: WorkspaceState,
  /** Only of a suspended one. */
  suspension: z.object({ since: Instant, reason: z.string() }).nullable(),
  /** Only of a deleted one: until when it can be taken back. */
  eraseAt: Instant.nullable(),
  isAgentOn: z.boolean(),
  members: Count,
  bots: Count,
  troubledBots: Count,
  conversations: Count,
  messages: Count,
  answers: Count,
  fileBytes: Count,
  quotas: z.object({
    fileBytes: Count,
    /** Null: as many as it likes. */
    members: Count.nullable(),
    bots: Count.nullable(),
  }),
  /** Rows that are due in its queues. */
  waitingJobs: Count,
});
export type WorkspaceUsage = z.infer<typeof WorkspaceUsage>;

export const ListWorkspacesInput = z.object({
  search: z.string().trim().max(100).default(""),
  state: z.enum(workspaceStates).default("all"),
  sort: z.enum(workspaceSorts).default("messages"),
  direction: z.enum(["ascending", "descending"]).default("descending"),
  page: z.int().min(1).max(10_000).default(1),
});
export type ListWorkspacesInput = z.input<typeof ListWorkspacesInput>;
export type WorkspaceQuery = z.output<typeof ListWorkspacesInput>;

export const WorkspaceList = z.object({
  workspaces: z.array(WorkspaceUsage),
  /** How many the search finds, and the page of them that this is. */
  found: Count,
  page: Count,
  pages: Count,
});
export type WorkspaceList = z.infer<typeof WorkspaceList>;

export const WorkspaceRef = z.object({ workspaceId: publicId("workspace") });
export type WorkspaceRef = z.input<typeof WorkspaceRef>;

export const BotUsage = z.object({
  id: z.string(),
  username: z.string(),
  workspace: z.string(),
  slug: z.string(),
  state: z.enum(["active", "paused", "broken", "suspended"]),
  updateMode: z.enum(["webhook", "polling"]),
  /** The code of what keeps it from working now. */
  trouble: z.object({ code: z.string(), since: Instant }).nullable(),
  lastError: z.object({ code: z.string(), at: Instant }).nullable(),
  lastUpdateAt: Instant.nullable(),
  /** In the last 24 hours. */
  received: Count,
  sent: Count,
  failed: Count,
  /** Sendings that are due, and how long the oldest has waited. */
  waiting: Count,
  lagS: Count.nullable(),
});
export type BotUsage = z.infer<typeof BotUsage>;

export const queueNames = ["outbox", "deliveries", "agent", "later", "mail", "workflows"] as const;

export const Queue = z.object({
  name: z.enum(queueNames),
  /** Due and taken by nobody. */
  waiting: Count,
  /** In work under a lease. */
  running: Count,
  /** For a later moment. */
  scheduled: Count,
  /** Waiting or scheduled again after it failed; those that failed five times and more. */
  retried: Count,
  stuck: Count,
  /** How long the oldest that is due has waited. */
  oldestS: Count.nullable(),
});
export type Queue = z.infer<typeof Queue>;

export const Overview = z.object({
  at: Instant,
  isReady: z.boolean(),
  parts: z.array(
    z.object({
      name: z.enum(["app", "database", "dispatcher", "mail", "backup", "storage"]),
      state: z.enum(["ok", "away", "stopped", "failing", "off", "starting", "low", "full"]),
    }),
  ),
  /** Loops of this process whose last run failed. */
  failingLoops: z.array(z.string()),
  workspaces: z.object({ all: Count, suspended: Count, messages: Count }),
  bots: z.object({ all: Count, troubled: Count }),
  errors: Count,
  queues: z.array(Queue),
});
export type Overview = z.infer<typeof Overview>;

export const ErrorKind = z.object({
  message: z.string(),
  cause: z.string().nullable(),
  count: Count,
  firstAt: Instant,
  lastAt: Instant,
  sample: z.string().nullable(),
});
export type ErrorKind = z.infer<typeof ErrorKind>;

export const ErrorList = z.object({ since: Instant, kinds: z.array(ErrorKind) });
export type ErrorList = z.infer<typeof ErrorList>;

export const SlowQuery = z.object({
  statement: z.string(),
  role: z.enum(["app", "worker"]),
  calls: Count,
  totalMs: z.number(),
  meanMs: z.number(),
  maxMs: z.number(),
  rows: Count,
});
export type SlowQuery = z.infer<typeof SlowQuery>;

export const SlowQueries = z.discriminatedUnion("state", [
  /** The server does not keep statistics of statements. */
  z.object({ state: z.literal("off") }),
  z.object({ state: z.literal("on"), since: Instant.nullable(), queries: z.array(SlowQuery) }),
]);
export type SlowQueries = z.infer<typeof SlowQueries>;

export const System = z.object({
  version: z.string(),
  /** The build that Next made; null in development. */
  build: z.string().nullable(),
  node: z.string(),
  postgres: z.string(),
  /** The newest migration of this build, and how many of its migrations the database has not run. */
  migration: z.string(),
  pendingMigrations: z.int(),
  libraries: z.array(z.object({ name: z.string(), version: z.string() })),
  startedAt: Instant,
  pid: z.int(),
  memory: z.object({ residentBytes: Count, heapBytes: Count }),
  /** Of the file system of the data folder; null where it does not tell. */
  storage: z.object({ freeBytes: Count, totalBytes: Count }).nullable(),
  isSandboxOn: z.boolean(),
});
export type System = z.infer<typeof System>;

export const Act = z.object({
  id: z.string(),
  at: Instant,
  operator: z.string(),
  action: z.enum([
    "operator.enter",
    "workspace.suspend",
    "workspace.resume",
    "workspace.setQuotas",
    "workflow.cancel",
    "workflow.replay",
    "feature.set",
  ]),
  workspace: z.string().nullable(),
  /** Why a workspace was suspended. */
  reason: z.string().nullable(),
  /** The run of automatic work that it was about. */
  runId: z.string().nullable(),
  /** The part of the product that was switched, and to what: null, as it is said one step above. */
  feature: z.object({ key: z.string(), isOn: z.boolean().nullable() }).nullable(),
});
export type Act = z.infer<typeof Act>;

/** Whose a run is; null: the platform itself. */
export const RunOwner = z.object({ id: z.string(), name: z.string() }).nullable();
export type RunOwner = z.infer<typeof RunOwner>;

export const ListAllRunsInput = ListRunsInput.extend({
  /** A workspace's id, or the platform itself. */
  workspace: z.union([z.literal(ofPlatform), publicId("workspace")]).nullish(),
});
export type ListAllRunsInput = z.input<typeof ListAllRunsInput>;

export const OperatorRunRow = RunRow.extend({ workspace: RunOwner });
export type OperatorRunRow = z.infer<typeof OperatorRunRow>;

export const OperatorRunPage = z.object({ rows: z.array(OperatorRunRow), nextCursor: z.string().nullable() });
export type OperatorRunPage = z.infer<typeof OperatorRunPage>;

export const OperatorRun = RunDetail.extend({ workspace: RunOwner });
export type OperatorRun = z.infer<typeof OperatorRun>;

/** What the list of runs can be narrowed to. */
export const RunChoices = z.object({
  workflows: z.array(z.string()),
  workspaces: z.array(z.object({ id: z.string(), name: z.string() })),
});
export type RunChoices = z.infer<typeof RunChoices>;
