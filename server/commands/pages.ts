import { and, asc, eq, isNotNull, sql } from "drizzle-orm";
import { conversations, customers, messages } from "@/db/schema";
import { getChannel, listChannels, setReplyPlan, updateChannel } from "@/server/channels";
import { countConversations } from "@/server/conversations";
import { getFigures } from "@/server/insight";
import { type Ctx, inWorkspace, isAllowed, toPublicId } from "@/server/kernel";
import { type Button, type MemberChat, say, show } from "./chat";
import { draftArgument } from "./reply";
import { toShortId, tutorialModes } from "./rules";

const shownWaiting = 5;
const wordsLength = 160;

/** `/panel`: how everything stands, and where to go from here. */
export async function showPanel(chat: MemberChat): Promise<void> {
  const { ctx } = chat;
  const [bots, counts] = await Promise.all([listChannels({ ctx }), countConversations({ ctx })]);
  const here = bots.find(({ id }) => id === toPublicId("channel", chat.channelId));
  const troubled = bots.filter(({ lastError }) => lastError !== null);
  const lines = [
    say(chat, "panel.title", { workspace: ctx.workspace.name }),
    say(chat, "panel.waiting", { count: counts.waiting }),
    say(chat, "panel.withAgent", { count: counts.open }),
    here && say(chat, "panel.mode", { mode: say(chat, `modes.${here.replyMode}`) }),
    here && say(chat, `panel.states.${here.state === "paused" ? "paused" : "active"}`),
    !ctx.workspace.isAgentOn && say(chat, "panel.agentOff"),
    ...troubled.map(({ username }) => say(chat, "panel.troubled", { username })),
  ];
  await show(chat, lines.filter(Boolean).join("\n"), panelButtons(chat, here?.state === "paused"));
}

function panelButtons(chat: MemberChat, isPaused: boolean): Button[][] {
  const { actor } = chat.ctx;
  const rows: Button[][] = [
    [
      { text: say(chat, "buttons.reply"), action: "r" },
      { text: say(chat, "buttons.stats"), action: "s" },
    ],
    [{ text: say(chat, "buttons.tutorial"), action: "t", argument: "0" }],
  ];
  if (isAllowed(actor, "channel.update")) {
    rows.push([
      isPaused
        ? { text: say(chat, "buttons.resume"), action: "u" }
        : { text: say(chat, "buttons.pause"), action: "p" },
    ]);
  }
  return rows;
}

/** `/stats`: today and the last seven days. */
export async function showStats(chat: MemberChat): Promise<void> {
  const { ctx } = chat;
  const [today, week] = await Promise.all([
    getFigures({ ctx, input: { days: 1 } }),
    getFigures({ ctx, input: { days: 7 } }),
  ]);
  const lines = (
    [
      ["today", today.total],
      ["week", week.total],
    ] as const
  ).flatMap(([span, figures]) => [
    say(chat, `stats.${span}`),
    say(chat, "stats.messages", { count: figures.messagesIn }),
    say(chat, "stats.resolved", { count: figures.resolvedAssumed + figures.resolvedConfirmed }),
    say(chat, "stats.handedOff", { count: figures.handedOff }),
    say(chat, "stats.minutesSaved", { count: figures.minutesSaved }),
    "",
  ]);
  await show(chat, lines.join("\n").trim(), [[{ text: say(chat, "buttons.panel"), action: "v" }]]);
}

/** `/pause` and `/resume`: this bot stops sending, or sends again. */
export async function moveBot(chat: MemberChat, state: "paused" | "active"): Promise<void> {
  const channelId = toPublicId("channel", chat.channelId);
  await updateChannel({ ctx: chat.ctx, input: { channelId, state } });
  await show(chat, say(chat, `moved.${state}`), [
    [
      state === "paused"
        ? { text: say(chat, "buttons.resume"), action: "u" }
        : { text: say(chat, "buttons.pause"), action: "p" },
      { text: say(chat, "buttons.panel"), action: "v" },
    ],
  ]);
}

/** `/reply`: who waits for a person, with the draft where there is one. */
export async function showWaiting(chat: MemberChat): Promise<void> {
  const waiting = await findWaiting(chat.ctx);
  if (waiting.length === 0) {
    await show(chat, say(chat, "reply.none"), [[{ text: say(chat, "buttons.panel"), action: "v" }]]);
    return;
  }
  const text = waiting
    .map(({ name, words, draft }, index) =>
      [
        `${index + 1}. ${name}: ${shorten(words ?? "")}`.trim(),
        draft && say(chat, "reply.draft", { draft: shorten(draft) }),
      ]
        .filter(Boolean)
        .join("\n"),
    )
    .join("\n\n");
  const buttons = waiting.map(({ id, draft }, index): Button[] => [
    { text: say(chat, "buttons.write", { number: index + 1 }), action: "w", argument: toShortId(id) },
    ...(draft
      ? [
          {
            text: say(chat, "buttons.sendDraft", { number: index + 1 }),
            action: "d" as const,
            argument: draftArgument(id, draft),
          },
        ]
      : []),
  ]);
  await show(chat, `${say(chat, "reply.title", { count: waiting.length })}\n\n${text}`, buttons);
}

/** What is longer says so: nobody sends as a whole what they have seen in part without knowing. */
function shorten(text: string): string {
  const letters = [...text];
  return letters.length > wordsLength ? `${letters.slice(0, wordsLength - 1).join("")}…` : text;
}

/** Those who wait longest, first. */
function findWaiting(ctx: Ctx) {
  const w = ctx.workspace.id;
  return inWorkspace(ctx, (tx) =>
    tx
      .select({
        id: conversations.id,
        name: customers.displayName,
        draft: conversations.suggestedReply,
        words: sql<string | null>`(
          select left(m.text, ${wordsLength + 1}) from ${messages} m
          where m.workspace_id = ${w}::uuid and m.conversation_id = conversations.id and m.direction = 'in'
          order by m.seq desc limit 1)`,
      })
      .from(conversations)
      .innerJoin(customers, and(eq(customers.workspaceId, w), eq(customers.id, conversations.customerId)))
      .where(
        and(
          eq(conversations.workspaceId, w),
          eq(conversations.status, "handed_off"),
          isNotNull(conversations.waitingSince),
        ),
      )
      .orderBy(asc(conversations.waitingSince))
      .limit(shownWaiting),
  );
}

/** What a reply mode does, page by page; each can be chosen where it is explained. */
export async function showTutorial(chat: MemberChat, page: number): Promise<void> {
  const index = Math.min(Math.max(page, 0), tutorialModes.length - 1);
  const mode = tutorialModes[index] ?? "automatic";
  const channel = await getChannel({
    ctx: chat.ctx,
    input: { channelId: toPublicId("channel", chat.channelId) },
  });
  const isUsual = channel.replyPlan.usual === mode;
  const steps: Button[] = [
    ...(index > 0 ? [{ text: "‹", action: "t" as const, argument: String(index - 1) }] : []),
    ...(index < tutorialModes.length - 1
      ? [{ text: "›", action: "t" as const, argument: String(index + 1) }]
      : []),
  ];
  const choose: Button[] =
    !isUsual && isAllowed(chat.ctx.actor, "channel.setReplyPlan")
      ? [
          {
            text: say(chat, "buttons.choose", { mode: say(chat, `modes.${mode}`) }),
            action: "m",
            argument: mode,
          },
        ]
      : [];
  const text = [
    `${index + 1}/${tutorialModes.length} · ${say(chat, `modes.${mode}`)}`,
    say(chat, `tutorial.${mode}`),
    isUsual ? say(chat, "tutorial.isUsual") : "",
  ];
  await show(chat, text.filter(Boolean).join("\n\n"), [
    steps,
    ...(choose.length > 0 ? [choose] : []),
    [{ text: say(chat, "buttons.panel"), action: "v" }],
  ]);
}

export async function chooseMode(chat: MemberChat, argument: string): Promise<void> {
  const usual = tutorialModes.find((mode) => mode === argument);
  if (!usual) return;
  const channelId = toPublicId("channel", chat.channelId);
  const { replyPlan } = await getChannel({ ctx: chat.ctx, input: { channelId } });
  await setReplyPlan({ ctx: chat.ctx, input: { channelId, plan: { ...replyPlan, usual } } });
  await showTutorial(chat, tutorialModes.indexOf(usual));
}
