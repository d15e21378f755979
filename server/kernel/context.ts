import type { BusinessHours, memberRoles, workspaceKinds } from "@/db/schema";
import type { Clock } from "./clock";
import type { Transaction } from "./database";

export type MemberRole = (typeof memberRoles)[number];
export type WorkspaceKind = (typeof workspaceKinds)[number];

/** Who acts. Every verb checks it against the one policy table, whatever the door. */
export type Actor =
  | { kind: "member"; memberId: string; personId: string; role: MemberRole; displayName: string }
  | { kind: "customer"; customerId: string }
  | { kind: "apiKey"; keyId: string; scopes: readonly string[] }
  | { kind: "agent" }
  | { kind: "operator"; operatorId: string; name: string }
  | { kind: "system"; name: string }
  | { kind: "webhook"; channelId: string };

/** The workspace a request or a job works in, with what most verbs need of it. */
export type WorkspaceRef = {
  id: string;
  slug: string;
  kind: WorkspaceKind;
  name: string;
  timeZone: string;
  defaultLanguage: string;
  languages: string[];
  businessHours: BusinessHours;
  isAgentOn: boolean;
  minutesPerAnswer: number;
};

/** What every verb is given. With `db` set, it joins that transaction instead of opening its own. */
export type Ctx = {
  workspace: WorkspaceRef;
  actor: Actor;
  clock: Clock;
  requestId: string;
  db?: Transaction;
};

/** The id behind an actor, for audit and events. */
export function actorId(actor: Actor): string | null {
  switch (actor.kind) {
    case "member":
      return actor.memberId;
    case "customer":
      return actor.customerId;
    case "apiKey":
      return actor.keyId;
    case "operator":
      return actor.operatorId;
    case "webhook":
      return actor.channelId;
    case "system":
      return actor.name;
    case "agent":
      return null;
  }
}
