import { and, eq } from "drizzle-orm";
import { channels, channelTroubles } from "@/db/schema";
import {
  type Ctx,
  type EventRule,
  getRuntime,
  inWorkspace,
  type LaterHandler,
  type Transaction,
} from "@/server/kernel";
import { type MailData, queueMail } from "@/server/mail";
import { readSettings } from "../internal";
import { notify } from "../notify";
import { isWanted } from "../rules";
import { findOwners, type Owner } from "../sending/addresses";
import { openWorkspace, readLocale } from "../sending/open-send";

const job = "notifications/bot-trouble";

const rule: EventRule = {
  events: ["channel/troubled", "channel/recovered"],
  jobs: ({ name, aggregateId, occurredAt }) => [
    { kind: job, subject: `${aggregateId} ${name.slice("channel/".length)}`, dueAt: occurredAt },
  ],
};

type Trouble = { code: (typeof channelTroubles.$inferSelect)["code"]; username: string };

/** What the mail calls it. */
const problems: Record<Trouble["code"], MailData<"bot-trouble">["problem"]> = {
  token_rejected: "token_revoked",
  webhook_foreign: "webhook_taken",
  webhook_missing: "webhook_lost",
  webhook_refused: "webhook_lost",
  webhook_failing: "unreachable",
  polled_elsewhere: "poller_elsewhere",
};

/** Owners and admins hear of a bot's trouble, and that it is over; owners by a mail, too, that it has begun. */
const tellBotTrouble: LaterHandler = async ({ workspaceId, subject }) => {
  const [troubleId = "", what] = subject.split(" ");
  const ctx = await openWorkspace(workspaceId);
  if (!ctx) return undefined;
  const owners = what === "troubled" ? await findOwners(ctx) : [];
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
    const told = await notify(tx, ctx, {
      kind: "bot-trouble",
      key: `bot-trouble ${subject}`,
      who: "admins",
      subject: { kind: "channel", id: channelId },
      params: { bot: username, code, isOver: what === "recovered" ? "yes" : "no" },
      href: `channels/${username}`,
    });
    const isNew = new Set(told.map(({ personId }) => personId));
    await mailOwners(
      tx,
      ctx,
      trouble,
      owners.filter(({ personId }) => isNew.has(personId)),
    );
  });
  return undefined;
};

/** In the transaction that tells them in the panel: one mail for a trouble, however often this runs. */
async function mailOwners(
  tx: Transaction,
  ctx: Ctx,
  trouble: Trouble,
  owners: readonly Owner[],
): Promise<void> {
  if (owners.length === 0) return;
  const settings = await readSettings(
    tx,
    ctx,
    owners.map(({ personId }) => personId),
  );
  for (const { personId, address } of owners) {
    if (!isWanted("bot-trouble", "mail", settings.get(personId)?.ways ?? {})) continue;
    await queueMail(tx, {
      to: address,
      locale: await readLocale(personId),
      template: "bot-trouble",
      workspaceId: ctx.workspace.id,
      personId,
      data: {
        bot: `@${trouble.username}`,
        workspace: ctx.workspace.name,
        problem: problems[trouble.code],
        url: `${getRuntime().env.origin}/w/${ctx.workspace.slug}/channels/${trouble.username}`,
      },
    });
  }
}

export const botTrouble = { job, rule, handler: tellBotTrouble };
