/** What a linked member may write. */
export const commandNames = ["panel", "stats", "pause", "resume", "reply", "unlink"] as const;
export type CommandName = (typeof commandNames)[number];

const commandPattern = new RegExp(`^/(${commandNames.join("|")})(?:@\\w+)?(?:\\s|$)`, "i");
const linkPattern = /^\/start(?:@\w+)? link_([\w-]{16,60})$/;

export function readCommand(text: string): CommandName | null {
  const name = commandPattern.exec(text)?.[1]?.toLowerCase();
  return commandNames.find((known) => known === name) ?? null;
}

/** The secret of a one-time link. */
export const readLinkSecret = (text: string): string | null => linkPattern.exec(text)?.[1] ?? null;

/**
 * What a button of ours does: `v` the panel, `s` the figures, `r` what waits, `p` and `u` pause and resume, `t` a page of
 * the tutorial, `m` choose a mode, `d` send the draft, `w` write.
 */
export const pressActions = ["v", "s", "r", "p", "u", "t", "m", "d", "w"] as const;
export type PressAction = (typeof pressActions)[number];

export type Press = { action: PressAction; argument: string; madeAtMinute: number; mark: string };

export const pressPrefix = "m1.";
const pressPattern = /^m1\.([a-z])\.([\w-]{0,28})\.([0-9a-z]{1,8})\.([\w-]{8})$/;

export function readPress(data: string): Press | null {
  const [, action = "", argument = "", minute = "", mark = ""] = pressPattern.exec(data) ?? [];
  const known = pressActions.find((name) => name === action);
  return known ? { action: known, argument, madeAtMinute: Number.parseInt(minute, 36), mark } : null;
}

/** 64 bytes at most: the argument is a conversation's id in 22 characters (of a draft with its mark), a mode or a page. */
export const writePress = ({ action, argument, madeAtMinute, mark }: Press): string =>
  `${pressPrefix}${action}.${argument}.${madeAtMinute.toString(36)}.${mark}`;

/** Buttons that only show something never grow old. */
const lasting: ReadonlySet<PressAction> = new Set(["v", "s", "r", "t"]);
const freshMinutes = 24 * 60;

export const isStale = (press: Press, now: Date): boolean =>
  !lasting.has(press.action) && Math.floor(now.getTime() / 60_000) - press.madeAtMinute > freshMinutes;

/** A conversation's id in 22 characters, and back. */
export const shortIdLength = 22;
export const toShortId = (uuid: string): string =>
  Buffer.from(uuid.replaceAll("-", ""), "hex").toString("base64url");

export function fromShortId(short: string): string | null {
  const hex = Buffer.from(short, "base64url").toString("hex");
  const match = /^([0-9a-f]{8})([0-9a-f]{4})([0-9a-f]{4})([0-9a-f]{4})([0-9a-f]{12})$/.exec(hex);
  return match ? match.slice(1).join("-") : null;
}

/** The pages of the tutorial, one a mode. */
export const tutorialModes = ["manual", "hybrid", "automatic"] as const;
