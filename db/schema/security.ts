/**
 * What the live catalogue must show. The test of the catalogue walks every table, partition and function of the
 * database and fails on anything that does not stand here.
 */

/** Behind `workspace_id = app.workspace_id`, read and written by requests. */
export const workspaceTables = [
  "members",
  "invitations",
  "channels",
  "channel_hours",
  "channel_troubles",
  "channel_profile_changes",
  "managed_bot_requests",
  "member_links",
  "member_link_tokens",
  "member_commands",
  "member_prompts",
  "customers",
  "identities",
  "addresses",
  "customer_merges",
  "customer_fields",
  "customer_field_values",
  "conversations",
  "tags",
  "conversation_tags",
  "inbox_views",
  "notes",
  "note_mentions",
  "notifications",
  "notification_settings",
  "tasks",
  "notification_deliveries",
  "weekly_reports",
  "canned_replies",
  "reply_drafts",
  "macros",
  "messages",
  "update_receipts",
  "raw_updates",
  "deliveries",
  "agent_runs",
  "order_proofs",
  "proof_attempts",
  "faq_entries",
  "workspace_intents",
  "intent_examples",
  "intent_models",
  "workspace_facts",
  "synonym_groups",
  "knowledge_states",
  "shop_orders",
  "shop_order_packages",
  "shop_order_lines",
  "terms",
  "message_terms",
  "figure_counts",
  "daily_figures",
  "customer_figures",
  "service_levels",
  "satisfaction_settings",
  "ratings",
  "service_results",
  "embeds",
  "files",
  "imports",
  "import_rows",
  "import_changes",
  "uploads",
  "sent_files",
  "groups",
  "group_members",
  "group_messages",
  "group_events",
  "mail_unsubscribes",
  "workflow_events",
  "workflow_runs",
  "workflow_steps",
  "workflow_waits",
  "workflow_keys",
  "check_findings",
  "audit_log",
] as const;

/** The same, and readable across workspaces by the worker: ids, due times and attempts only. */
export const claimTables = [
  "outbox",
  "delivery_queue",
  "agent_jobs",
  "later_jobs",
  "channel_polls",
  "mail_queue",
  "channel_checks",
  "message_index_queue",
  "workflow_jobs",
  "check_nights",
] as const;

/** Not of one workspace; each with policies of its own. `workspaces` is keyed by its own id. */
export const platformTables = [
  "workspaces",
  "organisations",
  "people",
  "sessions",
  "mails",
  "mail_suppressions",
  "person_addresses",
  "person_passwords",
  "person_accounts",
  "person_events",
  "sign_ups",
  "mail_links",
  "sign_in_attempts",
  "push_devices",
  "workflow_drivers",
  "platform_audit",
  "feature_overrides",
] as const;

/** Those of them that are a person's own, behind `person_id = app.person_id`. */
export const personTables = [
  "sessions",
  "person_addresses",
  "person_passwords",
  "person_accounts",
  "person_events",
  "sign_ups",
  "mail_links",
  "push_devices",
] as const;

/** Partitioned by age; every partition has its own policy and FORCE, and no direct grant. */
export const partitionedTables = ["raw_updates", "audit_log"] as const;

/** SECURITY DEFINER functions owned by santral_resolver: look-ups before a workspace is known, ids only. */
export const resolverFunctions = [
  "resolve_channel",
  "resolve_session",
  "resolve_workspace",
  "resolve_memberships",
  "resolve_workspaces",
  "resolve_embed",
  "resolve_invitation",
  "resolve_logo",
  "resolve_kept_files",
  "resolve_managed_request",
  "resolve_address",
  "resolve_account",
  "resolve_sign_up",
  "resolve_mail_link",
  "resolve_runs",
  "resolve_ended_runs",
] as const;

/** SECURITY DEFINER functions owned by santral_owner: upkeep that a serving role may start. */
export const upkeepFunctions = [
  "analyse_young_tables",
  "maintain_partitions",
  "erase_workspace",
  "forget_sign_ins",
] as const;

/** SECURITY INVOKER functions that set app.workspace_id for each workspace of their batch in turn. */
export const batchFunctions = [
  "ingest_updates",
  "claim_deliveries",
  "record_deliveries",
  "keep_workflow_steps",
  "open_workflow_call",
  "begin_workflow_run",
  "end_workflow_run",
  "go_on_workflow_run",
  "hand_on_later_jobs",
  "measure_workspaces",
  "measure_files",
  "measure_bots",
] as const;
