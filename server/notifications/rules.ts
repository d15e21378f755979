/** Pure decisions about notifications; the browser may use them. */

export const notificationKinds = [
  "assigned",
  "mentioned",
  "waiting",
  "task-due",
  "sla-near",
  "bot-trouble",
  "invitation-accepted",
  "rating-low",
] as const;
export type NotificationKind = (typeof notificationKinds)[number];

/** The ways a notification reaches its reader. */
export const notificationWays = ["panel"] as const;
export type NotificationWay = (typeof notificationWays)[number];

/** What each kind's sentence is made of. A name may be empty where nobody of the team did it. */
export type NotificationParams = {
  assigned: { customer: string; by: string };
  mentioned: { customer: string; by: string; text: string };
  waiting: { customer: string };
  "task-due": { title: string };
  "sla-near": { customer: string; minutes: number };
  "bot-trouble": { bot: string; code: string; isOver: "yes" | "no" };
  "invitation-accepted": { name: string };
  "rating-low": { customer: string; rating: number };
};

const byDefault: Record<NotificationKind, Record<NotificationWay, boolean>> = {
  assigned: { panel: true },
  mentioned: { panel: true },
  waiting: { panel: true },
  "task-due": { panel: true },
  "sla-near": { panel: true },
  "bot-trouble": { panel: true },
  "invitation-accepted": { panel: true },
  "rating-low": { panel: true },
};

/** What a person has changed, by kind and way; as it is kept, so it may hold what is known no more. */
export type ChangedWays = Readonly<Record<string, Readonly<Record<string, boolean>>>>;

/** Whether this kind reaches its reader by this way. */
export const isWanted = (kind: NotificationKind, way: NotificationWay, changed: ChangedWays): boolean =>
  changed[kind]?.[way] ?? byDefault[kind][way];

/** Of these the newest says it all, and takes the place of an unread one about the same thing. */
const newestSpeaks: readonly NotificationKind[] = [
  "assigned",
  "waiting",
  "task-due",
  "sla-near",
  "bot-trouble",
];
export const replacesOlder = (kind: NotificationKind): boolean => newestSpeaks.includes(kind);

/** More than this many unread ones are “99+”. */
export const mostUnread = 100;
/** So long they are kept. */
export const keptDays = 90;

const pathBelow = /^[a-z][\w/-]*(?:\?[\w=&.%~-]*)?$/;

/** Whether this leads below the workspace's own address, and nowhere else. */
export const isPathBelow = (href: string): boolean => pathBelow.test(href);

/** One line of at most so many letters, as it stands in a sentence. */
export function toParam(value: string | number, most = 200): string | number {
  if (typeof value === "number") return value;
  const line = value.replace(/[\p{Cc}\p{Zl}\p{Zp}\s]+/gu, " ").trim();
  const letters = [...line];
  return letters.length > most ? `${letters.slice(0, most - 1).join("")}…` : line;
}
