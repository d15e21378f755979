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
export const notificationWays = ["panel", "push", "telegram", "mail"] as const;
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
  assigned: { panel: true, push: true, telegram: false, mail: true },
  mentioned: { panel: true, push: true, telegram: false, mail: true },
  waiting: { panel: true, push: true, telegram: false, mail: false },
  "task-due": { panel: true, push: true, telegram: false, mail: true },
  "sla-near": { panel: true, push: true, telegram: false, mail: false },
  "bot-trouble": { panel: true, push: true, telegram: true, mail: true },
  "invitation-accepted": { panel: true, push: false, telegram: false, mail: false },
  "rating-low": { panel: true, push: false, telegram: false, mail: false },
};

/** How long is left of a clock, as its sentence needs it; what is over says so. */
export const leftOf = (
  minutes: string | number | undefined,
  tell: (ms: number) => string,
): { isOver: "yes" | "no"; left: string } => ({
  isOver: Number(minutes) === 0 ? "yes" : "no",
  left: tell(Number(minutes ?? 0) * 60_000),
});

/** What a person has changed, by kind and way; as it is kept, so it may hold what is known no more. */
export type ChangedWays = Readonly<Record<string, Readonly<Record<string, boolean>>>>;

/** Whether this kind reaches its reader by this way. */
export const isWanted = (kind: NotificationKind, way: NotificationWay, changed: ChangedWays): boolean =>
  changed[kind]?.[way] ?? byDefault[kind][way];

/** The weekly report goes to those who lead unless they say otherwise, by mail. */
export const weeklyWays = ["mail", "telegram"] as const;
export type WeeklyWay = (typeof weeklyWays)[number];

/** Whether the weekly report of a workspace goes to a member of this role by this way. */
export const wantsWeekly = (role: string, way: WeeklyWay, changed: ChangedWays): boolean =>
  changed["weekly-report"]?.[way] ?? (way === "mail" && (role === "owner" || role === "admin"));

/** Of these the newest says it all, and takes the place of an unread one about the same thing. */
const newestSpeaks: readonly NotificationKind[] = [
  "assigned",
  "waiting",
  "task-due",
  "sla-near",
  "bot-trouble",
];
export const replacesOlder = (kind: NotificationKind): boolean => newestSpeaks.includes(kind);

/** What leaves the panel waits so long: who has it before their eyes has read it by then. */
export const graceMs = 5_000;
/** What nobody has read for so long goes out as one mail. */
export const mailAfterMs = 15 * 60_000;
/** What is older is news no more, and is told by no mail. */
export const mailUntilMs = 24 * 3_600_000;

/**
 * How many minutes of the day's quiet hours are left at this minute; 0 outside of them. They may pass midnight.
 *
 * @param minute after midnight, as the clock on the wall shows it
 */
export function quietMinutesLeft(quiet: { from: number; to: number } | null, minute: number): number {
  if (!quiet) return 0;
  const { from, to } = quiet;
  const isQuiet = from < to ? from <= minute && minute < to : minute >= from || minute < to;
  return isQuiet ? (to - minute + 1_440) % 1_440 : 0;
}

/** Push services of browsers; an address elsewhere is nobody's browser. */
const pushHosts = [
  /^fcm\.googleapis\.com$/,
  /\.push\.services\.mozilla\.com$/,
  /\.notify\.windows\.com$/,
  /\.push\.apple\.com$/,
];

/** Whether an address is one where a browser's own service takes messages. `local` is the sandbox's, where it is on. */
export function isPushEndpoint(endpoint: string, local: string | null): boolean {
  if (local !== null && endpoint.startsWith(`${local}/`)) return true;
  if (!URL.canParse(endpoint)) return false;
  const { protocol, hostname, port, username, password } = new URL(endpoint);
  return (
    protocol === "https:" &&
    port === "" &&
    username === "" &&
    password === "" &&
    pushHosts.some((host) => host.test(hostname))
  );
}

export type PushVerdict = "sent" | "gone" | "again" | "refused";

/** What a push service's answer means (RFC 8030): a subscription that is gone is forgotten. */
export function judgePush(status: number): PushVerdict {
  if (status >= 200 && status < 300) return "sent";
  if (status === 404 || status === 410) return "gone";
  return status === 429 || status >= 500 ? "again" : "refused";
}

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
