import { lazy } from "@trpc/server";
import { router } from "./init";

/** Every domain's procedures, each loaded on its first call. */
export const appRouter = router({
  agent: lazy(() => import("@/server/agent/router").then((module) => module.agentRouter)),
  channels: lazy(() => import("@/server/channels/router").then((module) => module.channelsRouter)),
  commands: lazy(() => import("@/server/commands/router").then((module) => module.commandsRouter)),
  conversations: lazy(() =>
    import("@/server/conversations/router").then((module) => module.conversationsRouter),
  ),
  customers: lazy(() => import("@/server/customers/router").then((module) => module.customersRouter)),
  deliveries: lazy(() => import("@/server/deliveries/router").then((module) => module.deliveriesRouter)),
  demo: lazy(() => import("@/server/demo/router").then((module) => module.demoRouter)),
  drafts: lazy(() => import("@/server/drafts/router").then((module) => module.draftsRouter)),
  fields: lazy(() => import("@/server/fields/router").then((module) => module.fieldsRouter)),
  files: lazy(() => import("@/server/files/router").then((module) => module.filesRouter)),
  groups: lazy(() => import("@/server/groups/router").then((module) => module.groupsRouter)),
  imports: lazy(() => import("@/server/imports/router").then((module) => module.importsRouter)),
  insight: lazy(() => import("@/server/insight/router").then((module) => module.insightRouter)),
  knowledge: lazy(() => import("@/server/knowledge/router").then((module) => module.knowledgeRouter)),
  macros: lazy(() => import("@/server/macros/router").then((module) => module.macrosRouter)),
  mail: lazy(() => import("@/server/mail/router").then((module) => module.mailRouter)),
  members: lazy(() => import("@/server/members/router").then((module) => module.membersRouter)),
  operations: lazy(() => import("@/server/operations/router").then((module) => module.operationsRouter)),
  operator: lazy(() => import("@/server/operator/router").then((module) => module.operatorRouter)),
  organisations: lazy(() =>
    import("@/server/organisations/router").then((module) => module.organisationsRouter),
  ),
  start: lazy(() => import("@/server/start/router").then((module) => module.startRouter)),
  reports: lazy(() => import("@/server/reports/router").then((module) => module.reportsRouter)),
  notes: lazy(() => import("@/server/notes/router").then((module) => module.notesRouter)),
  notifications: lazy(() =>
    import("@/server/notifications/router").then((module) => module.notificationsRouter),
  ),
  presence: lazy(() => import("@/server/presence/router").then((module) => module.presenceRouter)),
  replies: lazy(() => import("@/server/replies/router").then((module) => module.repliesRouter)),
  search: lazy(() => import("@/server/search/router").then((module) => module.searchRouter)),
  satisfaction: lazy(() =>
    import("@/server/satisfaction/router").then((module) => module.satisfactionRouter),
  ),
  serviceLevels: lazy(() =>
    import("@/server/service-levels/router").then((module) => module.serviceLevelsRouter),
  ),
  stores: lazy(() => import("@/server/stores/router").then((module) => module.storesRouter)),
  tasks: lazy(() => import("@/server/tasks/router").then((module) => module.tasksRouter)),
  tags: lazy(() => import("@/server/tags/router").then((module) => module.tagsRouter)),
  views: lazy(() => import("@/server/views/router").then((module) => module.viewsRouter)),
  workflows: lazy(() => import("@/server/workflows/router").then((module) => module.workflowsRouter)),
  workspaces: lazy(() => import("@/server/workspaces/router").then((module) => module.workspacesRouter)),
});

export type AppRouter = typeof appRouter;
