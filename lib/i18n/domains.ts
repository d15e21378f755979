import type account from "@/messages/tr/account.json";
import type agent from "@/messages/tr/agent.json";
import type auth from "@/messages/tr/auth.json";
import type channels from "@/messages/tr/channels.json";
import type common from "@/messages/tr/common.json";
import type conversations from "@/messages/tr/conversations.json";
import type customers from "@/messages/tr/customers.json";
import type deliveries from "@/messages/tr/deliveries.json";
import type demo from "@/messages/tr/demo.json";
import type failure from "@/messages/tr/failure.json";
import type fields from "@/messages/tr/fields.json";
import type groups from "@/messages/tr/groups.json";
import type imports from "@/messages/tr/imports.json";
import type insight from "@/messages/tr/insight.json";
import type invitations from "@/messages/tr/invitations.json";
import type knowledge from "@/messages/tr/knowledge.json";
import type landing from "@/messages/tr/landing.json";
import type live from "@/messages/tr/live.json";
import type macros from "@/messages/tr/macros.json";
import type mail from "@/messages/tr/mail.json";
import type notifications from "@/messages/tr/notifications.json";
import type offline from "@/messages/tr/offline.json";
import type operator from "@/messages/tr/operator.json";
import type pricing from "@/messages/tr/pricing.json";
import type reports from "@/messages/tr/reports.json";
import type sandbox from "@/messages/tr/sandbox.json";
import type settings from "@/messages/tr/settings.json";
import type shell from "@/messages/tr/shell.json";
import type start from "@/messages/tr/start.json";
import type stores from "@/messages/tr/stores.json";
import type tasks from "@/messages/tr/tasks.json";

import type weekly from "@/messages/tr/weekly.json";
import type workflows from "@/messages/tr/workflows.json";

/**
 * The panel's texts by domain, as `messages/<locale>/<domain>.json`. A new domain is a file in `tr` and `en` and its
 * lines here; from then on the compiler knows its keys. (What bots say, `bot.json`, goes by the customer's language
 * and is loaded by the agent.)
 */
export type PanelMessages = {
  account: typeof account;
  agent: typeof agent;
  auth: typeof auth;
  channels: typeof channels;
  common: typeof common;
  conversations: typeof conversations;
  customers: typeof customers;
  deliveries: typeof deliveries;
  failure: typeof failure;
  demo: typeof demo;
  fields: typeof fields;
  groups: typeof groups;
  imports: typeof imports;
  insight: typeof insight;
  invitations: typeof invitations;
  knowledge: typeof knowledge;
  landing: typeof landing;
  live: typeof live;
  macros: typeof macros;
  mail: typeof mail;
  notifications: typeof notifications;
  offline: typeof offline;
  operator: typeof operator;
  pricing: typeof pricing;
  reports: typeof reports;
  sandbox: typeof sandbox;
  settings: typeof settings;
  shell: typeof shell;
  start: typeof start;
  stores: typeof stores;
  weekly: typeof weekly;
  tasks: typeof tasks;
  workflows: typeof workflows;
};

export type MessageDomain = keyof PanelMessages;

/** Every domain once; a domain missing here fails to compile. */
const loaded: Record<MessageDomain, true> = {
  account: true,
  agent: true,
  auth: true,
  channels: true,
  common: true,
  conversations: true,
  customers: true,
  deliveries: true,
  failure: true,
  demo: true,
  fields: true,
  groups: true,
  imports: true,
  insight: true,
  invitations: true,
  knowledge: true,
  landing: true,
  live: true,
  macros: true,
  mail: true,
  notifications: true,
  offline: true,
  operator: true,
  pricing: true,
  reports: true,
  sandbox: true,
  settings: true,
  shell: true,
  start: true,
  stores: true,
  weekly: true,
  tasks: true,
  workflows: true,
};

export const messageDomains = Object.keys(loaded) as MessageDomain[];
