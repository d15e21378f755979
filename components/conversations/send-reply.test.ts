import { TRPCClientError } from "@trpc/client";
import { afterEach, expect, test } from "vitest";
import type { useTRPCClient } from "@/components/trpc";
import { type PendingReply, pendingReplies } from "./pending-replies";
import { sendReply } from "./send-reply";

const reply: PendingReply = {
  messageId: "msg_a",
  conversationId: "cnv_a",
  text: "Yolda",
  startedAt: "2026-11-20T09:00:00.000Z",
  lastSeenSeq: 1,
  force: false,
  replyTo: null,
  draftVersion: 0,
  attached: [],
  state: "sending",
  errorCode: null,
};

/** A server that answers so. */
const answering = (answer: () => Promise<unknown>) =>
  ({ conversations: { reply: { mutate: answer } } }) as unknown as ReturnType<typeof useTRPCClient>;
const refusing = (code: string) =>
  answering(() =>
    Promise.reject(
      new TRPCClientError("refused", { result: { error: { message: "", code: -32_000, data: { code } } } }),
    ),
  );
const stateNow = () => pendingReplies.all().find(({ messageId }) => messageId === "msg_a")?.state;

afterEach(() => pendingReplies.remove(["msg_a"]));

test.each<[string, ReturnType<typeof answering>, object, PendingReply["state"]]>([
  ["taken", answering(() => Promise.resolve({})), { kind: "sent" }, "accepted"],
  ["no connection", answering(() => Promise.reject(new TypeError("fetch"))), { kind: "waiting" }, "waiting"],
  ["a server that starts again", refusing("DATABASE_AWAY"), { kind: "waiting" }, "waiting"],
  ["a full disk", refusing("STORAGE_FULL"), { kind: "waiting" }, "waiting"],
  ["too much at once", refusing("LIMIT_REACHED"), { kind: "waiting" }, "waiting"],
  ["a lost session", refusing("NOT_SIGNED_IN"), { kind: "refused", isLasting: false }, "failed"],
  ["a colleague's answer", refusing("CONVERSATION_CHANGED"), { kind: "refused", isLasting: true }, "failed"],
])("%s", async (_label, server, outcome, state) => {
  expect(await sendReply(server, reply)).toMatchObject(outcome);
  expect(stateNow()).toBe(state);
});
