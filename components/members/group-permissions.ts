import type { Permission } from "@/server/members/schemas";

/** Things that belong together for a reader, in the order in which they are met; the first word of a verb is the thing. */
const groups: readonly { group: string; things: readonly string[] }[] = [
  {
    group: "conversations",
    things: [
      "conversation",
      "message",
      "note",
      "cannedReply",
      "macro",
      "draft",
      "presence",
      "tag",
      "inboxView",
      "delivery",
      "serviceLevel",
      "satisfaction",
      "rating",
      "agentRun",
      "file",
      "live",
    ],
  },
  { group: "customers", things: ["customer", "task", "field"] },
  { group: "knowledge", things: ["faq", "fact", "intent"] },
  { group: "stores", things: ["shopOrder"] },
  { group: "channels", things: ["channel", "telegramLink"] },
  { group: "groups", things: ["group"] },
  { group: "figures", things: ["figures", "embed", "report"] },
  {
    group: "workspace",
    things: [
      "workspace",
      "workflow",
      "waitingWork",
      "organisation",
      "member",
      "invitation",
      "checklist",
      "sample",
      "demo",
      "mail",
      "notification",
    ],
  },
];

/** The policy's lines under their headings; what belongs under none comes last, under its own word. */
export function groupPermissions(
  permissions: readonly Permission[],
): { group: string; permissions: Permission[] }[] {
  const headingOf = (verb: string) => {
    const thing = verb.split(".")[0] ?? verb;
    return groups.find(({ things }) => things.includes(thing))?.group ?? thing;
  };
  const names = new Set([
    ...groups.map(({ group }) => group),
    ...permissions.map(({ verb }) => headingOf(verb)),
  ]);
  return [...names]
    .map((group) => ({ group, permissions: permissions.filter(({ verb }) => headingOf(verb) === group) }))
    .filter(({ permissions: found }) => found.length > 0);
}
