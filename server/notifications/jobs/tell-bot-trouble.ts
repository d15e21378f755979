import { and, eq } from "drizzle-orm";
import { channels, channelTroubles } from "@/db/schema";
import { type EventRule, inWorkspace, type LaterHandler, openSystemContext } from "@/server/kernel";
import { notify } from "../notify";

const job = "notifications/bot-trouble";

const rule: EventRule = {
  events: ["channel/troubled", "channel/recovered"],
  jobs: ({ name, aggregateId, occurredAt }) => [
    { kind: job, subject: `${aggregateId} ${name.slice("channel/".length)}`, dueAt: occurredAt },
  ],
};

/** Owners and admins hear of a bot's trouble, and that it is over. */
const tellBotTrouble: LaterHandler = async ({ workspaceId, subject }) => {
  const [troubleId = "", what] = subject.split(" ");
  const ctx = await openSystemContext(workspaceId, { kind: "system", name: "notifications" });
  await inWorkspace(ctx, async (tx) => {
    const [trouble] = await tx
      .select({ code: channelTroubles.code, channelId: channels.id, username: channels.username })
      .from(channelTroubles)
      .innerJoin(
        channels,
        and(eq(channels.workspaceId, workspaceId), eq(channels.id, channelTroubles.channelId)),
      )
      .where(and(eq(channelTroubles.workspaceId, workspaceId), eq(channelTroubles.id, troubleId)));
    if (!trouble) return;
    const { channelId, username, code } = trouble;
    await notify(tx, ctx, {
      kind: "bot-trouble",
      key: `bot-trouble ${subject}`,
      who: "admins",
      subject: { kind: "channel", id: channelId },
      params: { bot: username, code, isOver: what === "recovered" ? "yes" : "no" },
      href: `channels/${username}`,
    });
  });
  return undefined;
};

export const botTrouble = { job, rule, handler: tellBotTrouble };
