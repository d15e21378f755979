import { and, eq, inArray, isNull } from "drizzle-orm";
import { channels, channelTroubles, memberLinks, members } from "@/db/schema";
import {
  BotApiRefusal,
  type BotApiTarget,
  callBotApi,
  findSendingChannel,
  platformTarget,
} from "@/server/channels";
import {
  type Ctx,
  type EventRule,
  getRuntime,
  inWorkspace,
  type LaterHandler,
  openSystemContext,
} from "@/server/kernel";
import { runCommandJob } from "./divert";
import { runCommand } from "./run-command";
import { memberText, toLocale } from "./texts";

const tellJob = "commands/tell-trouble";

/** What is told to linked members when something happens. */
export const commandRules: EventRule[] = [
  {
    events: ["channel/troubled", "channel/recovered"],
    jobs: ({ name, aggregateId, occurredAt }) => [
      { kind: tellJob, subject: `${aggregateId} ${name.slice("channel/".length)}`, dueAt: occurredAt },
    ],
  },
];

/** Owners and admins hear of a bot's trouble, and that it is over, in Telegram. */
const tellMembers: LaterHandler = async ({ workspaceId, subject }) => {
  const [troubleId = "", what] = subject.split(" ");
  const ctx = await openSystemContext(workspaceId, { kind: "system", name: "commands" });
  const { trouble, linked } = await readTrouble(ctx, troubleId);
  if (!trouble) return undefined;
  for (const link of linked) {
    const locale = toLocale(link.language);
    const words = { username: trouble.username, workspace: ctx.workspace.name };
    const text =
      what === "recovered"
        ? memberText(locale, "trouble.over", words)
        : [
            memberText(locale, "trouble.began", words),
            memberText(locale, `trouble.codes.${trouble.code}`),
            `${getRuntime().env.origin}/w/${ctx.workspace.slug}/channels/${trouble.username}`,
          ].join("\n\n");
    await tellThroughAny(ctx, { ...link, troubledId: trouble.channelId }, text);
  }
  return undefined;
};

export const commandLaterHandlers = { [tellJob]: tellMembers, [runCommandJob]: runCommand };

async function readTrouble(ctx: Ctx, troubleId: string) {
  const w = ctx.workspace.id;
  return inWorkspace(ctx, async (tx) => {
    const [trouble] = await tx
      .select({ code: channelTroubles.code, channelId: channels.id, username: channels.username })
      .from(channelTroubles)
      .innerJoin(channels, and(eq(channels.workspaceId, w), eq(channels.id, channelTroubles.channelId)))
      .where(and(eq(channelTroubles.workspaceId, w), eq(channelTroubles.id, troubleId)));
    const linked = await tx
      .select({
        telegramUserId: memberLinks.telegramUserId,
        language: memberLinks.language,
        channelId: memberLinks.channelId,
      })
      .from(memberLinks)
      .innerJoin(members, and(eq(members.workspaceId, w), eq(members.id, memberLinks.memberId)))
      .where(
        and(
          eq(memberLinks.workspaceId, w),
          inArray(members.role, ["owner", "admin"]),
          isNull(members.removedAt),
        ),
      );
    return { trouble, linked };
  });
}

/** The bot that the member was linked through, else another that works, else the platform's own; the first that may. */
async function tellThroughAny(
  ctx: Ctx,
  to: { telegramUserId: string; channelId: string; troubledId: string },
  text: string,
): Promise<void> {
  const rows = await inWorkspace(ctx, (tx) =>
    tx
      .select({ id: channels.id })
      .from(channels)
      .where(and(eq(channels.workspaceId, ctx.workspace.id), inArray(channels.state, ["active", "paused"]))),
  );
  const inTurn = rows.map(({ id }) => id).sort((a, b) => rankOf(a, to) - rankOf(b, to));
  const targets: BotApiTarget[] = [];
  for (const id of inTurn) {
    const channel = await findSendingChannel(ctx.workspace.id, id);
    if (channel?.target) targets.push(channel.target);
  }
  const platform = platformTarget();
  for (const target of platform ? [...targets, platform] : targets) {
    try {
      await callBotApi(target, "sendMessage", { chat_id: Number(to.telegramUserId), text });
      return;
    } catch (error) {
      // This bot may not write to the member, or is troubled itself: the next one.
      if (!(error instanceof BotApiRefusal)) throw error;
    }
  }
}

const rankOf = (id: string, { channelId, troubledId }: { channelId: string; troubledId: string }): number =>
  id === troubledId ? 2 : id === channelId ? 0 : 1;
