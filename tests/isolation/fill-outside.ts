import { vi } from "vitest";
import type { TestSandbox } from "@/sandbox/testing/start";
import { ingestUpdate } from "@/server/conversations";
import { type Ctx, inWorkspace, type Runtime } from "@/server/kernel";
import { createMailSender, queueMail, unsubscribe } from "@/server/mail";

/** Retries until the work neither throws nor says false. */
export const until = (work: () => Promise<boolean>) =>
  vi.waitFor(
    async () => {
      if (!(await work())) throw new Error("Not yet.");
    },
    { timeout: 15_000, interval: 20 },
  );

/** Beyond those that the local Telegram gives. */
let newGroupUpdateId = 2 ** 40;

/** A group of the bot, with somebody who came and what was said. */
export async function fillGroup(ctx: Ctx, of: { channelId: string; word: string; digits: string }) {
  const { channelId, word, digits } = of;
  const chat = { id: -Number(`100${digits}`), type: "supergroup", title: `${word} Grubu` };
  const came = { id: Number(`90${digits}`), is_bot: false, first_name: word };
  for (const content of [
    { message: { message_id: 1, date: 1_795_000_000, chat, from: came, new_chat_members: [came] } },
    { message: { message_id: 2, date: 1_795_000_001, chat, from: came, text: `${word} grupta` } },
  ]) {
    const update = { update_id: newGroupUpdateId++, ...content };
    await ingestUpdate({ workspaceId: ctx.workspace.id, channelId }, update, JSON.stringify(update));
  }
}

/** A mail that went out, and whose reader wants no more of them. */
export async function sendUnwantedMail(
  runtime: Runtime,
  telegram: TestSandbox,
  { ctx, word, to }: { ctx: Ctx; word: string; to: string },
) {
  const { smtpUrl, mailbox } = telegram.sandbox.mail;
  await inWorkspace(ctx, (tx) =>
    queueMail(tx, {
      to,
      locale: "tr",
      template: "weekly-report",
      data: {
        workspace: word,
        from: "2026-11-09",
        to: "2026-11-15",
        figures: [{ label: word, value: "1" }],
        url: runtime.env.origin,
      },
      workspaceId: ctx.workspace.id,
    }),
  );
  const from = { name: "Santral", address: "no-reply@santral.example" };
  await createMailSender(runtime, { smtp: { url: smtpUrl, from } }).runOnce();
  await until(async () => mailbox.list({ to }).length > 0);
  const sent = mailbox.get(mailbox.list({ to })[0]!.id)!;
  const oneClick = sent.headers.find(({ name }) => name === "List-Unsubscribe")!.value;
  await unsubscribe(oneClick.slice(oneClick.lastIndexOf("/") + 1, -1), "page");
}
