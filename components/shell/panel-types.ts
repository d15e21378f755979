import type { ConversationCounts } from "@/server/conversations/schemas";

/** What the shell shows; plain data, filled by the panel's layout. */
export type ShellWorkspace = {
  slug: string;
  name: string;
  kind: "creator" | "shop" | "clinic" | "desk";
  /** Of its organisation. */
  logoUrl?: string | null;
};

export type ShellMember = {
  displayName: string;
  role: "owner" | "admin" | "supervisor" | "support" | "analyst";
  /** Runs this installation as well. */
  isOperator?: boolean;
};

/** What the server counted of the sections for this page; `useSectionCounts` keeps it fresh. */
export type CountedSections = {
  conversations: ConversationCounts;
  channels: number;
  groups: number;
};

/** How many wait for someone, by section; a section without a number shows none. */
export type ShellCounts = {
  conversations?: number;
  /** Bots that the platform refuses. */
  channels?: number;
  /** Groups where a bot has lost its place, its rights or its voice. */
  groups?: number;
};

/** A server action: makes the reader a member of the demo's workspaces and says where to begin; null where there are none. */
export type ExploreDemo = () => Promise<{ slug: string } | null>;
