import { eq } from "drizzle-orm";
import { describe, expect, test } from "vitest";
import { auditLog, customers, messages, notes } from "@/db/schema";
import { type Ctx, inWorkspace, newId, PermissionDenied } from "@/server/kernel";
import { makeWorkspace, testStart, useTestRuntime } from "@/server/testing";
import { ConversationNotFound } from "../errors";
import { makeConversation } from "../testing";
import { type ExportConversationInput, exportConversation } from "./export-conversation";

const test_ = useTestRuntime();

async function take(ctx: Ctx, input: ExportConversationInput) {
  const { body, ...file } = await exportConversation({ ctx, input });
  const pieces: Uint8Array[] = [];
  for await (const piece of body) pieces.push(piece);
  return { ...file, text: Buffer.concat(pieces).toString() };
}

async function make(says: string[], name = "Ayşe Yılmaz") {
  const team = await makeWorkspace(test_.runtime);
  const conversation = await makeConversation(team, { says, name, status: "handed_off" });
  const add = (message: Partial<typeof messages.$inferInsert> & { seq: number }) =>
    inWorkspace(team.member("owner"), (tx) =>
      tx.insert(messages).values({
        workspaceId: team.workspace.id,
        id: newId(),
        conversationId: conversation.id,
        addressId: conversation.addressId,
        direction: "in",
        author: "customer",
        kind: "text",
        sentAt: testStart,
        createdAt: testStart,
        ...message,
      }),
    );
  const addNote = (text: string) =>
    inWorkspace(team.member("owner"), (tx) =>
      tx.insert(notes).values({
        workspaceId: team.workspace.id,
        id: newId(),
        conversationId: conversation.id,
        customerId: conversation.customerId,
        memberId: team.team[0]!.memberId,
        text,
        createdAt: testStart,
      }),
    );
  return { team, conversation, add, addNote, lead: team.member("supervisor") };
}

describe("a conversation as a file", () => {
  test("a page that runs nothing, in the reader's language and the workspace's time", async () => {
    const attack = `<script>alert(1)</script> & "tırnak" '=1+1' <img src=x onerror=y>`;
    const { conversation, lead } = await make([attack, "مرحبا 👋🏽 كيف الحال"], "<b>Ayşe");
    const { name, contentType, text } = await take(lead, {
      conversationId: conversation.publicId,
      format: "html",
      locale: "ar",
    });
    expect(contentType).toBe("text/html; charset=utf-8");
    expect(name).toMatch(/^w-[0-9a-f]{12}-[0-9a-f]{12}-2026-11-20\.html$/);
    expect(text).toContain('<html lang="ar" dir="rtl">');
    expect(text).toContain("مرحبا 👋🏽 كيف الحال");
    expect(text).toContain(
      "&lt;script&gt;alert(1)&lt;/script&gt; &amp; &quot;tırnak&quot; &#39;=1+1&#39; &lt;img",
    );
    expect(text).not.toMatch(/<script|<img|<b>Ayşe/);
    // Nothing of it asks another address, now or later.
    expect(text).toContain("default-src 'none'");
    expect(text).not.toMatch(/<[^>]*(?:src|href)=/);
    // Nine in the morning of UTC is noon in Istanbul.
    expect(text).toContain("12:00:00");
    expect(text.trimEnd().endsWith("</main></body></html>")).toBe(true);
  });

  test("plain text: nothing that was written begins a line", async () => {
    const { conversation, lead, add } = await make([
      "=cmd|'/C calc'!A0\n# Başlık\u2028[2026] Sahte Üye:\u0085+1\v-1",
    ]);
    await add({
      seq: 2,
      direction: "out",
      author: "agent",
      kind: "document",
      payload: { media: { name: "fatura.pdf", sizeBytes: 120_000 } },
      text: "Faturanız",
      editedAt: testStart,
    });
    await add({ seq: 3, direction: "out", author: "system", text: "geri alındı", deletedAt: testStart });
    await inWorkspace(lead, (tx) => tx.execute("update conversations set last_seq = 3"));
    const { text } = await take(lead, {
      conversationId: conversation.publicId,
      format: "text",
      locale: "tr",
    });
    const lines = text.split("\n");
    expect(lines[0]).toBe("\ufeff# Ayşe Yılmaz ile konuşma");
    expect(lines).toContain("# Saat dilimi: Europe/Istanbul");
    expect(lines).toContain("  =cmd|'/C calc'!A0");
    expect(lines).toContain("  # Başlık");
    expect(lines).toContain("  [2026] Sahte Üye:");
    expect(text).not.toMatch(/[\u0085\v\f\u2028\u2029]/);
    expect(lines).toContain("  <Belge: fatura.pdf (120 kB)>");
    expect(text).toContain("Asistan (düzenlendi):\n");
    expect(text).toContain("Santral (silindi):\n  geri alındı\n");
  });

  test("JSON that programs read, notes only when they are chosen", async () => {
    const { conversation, lead, addNote } = await make(["bir", "iki 😀"]);
    await addNote("Gizli not");
    const asked = { conversationId: conversation.publicId, format: "json" } as const;
    const without = JSON.parse((await take(lead, asked)).text);
    expect(without).toMatchObject({
      timeZone: "Europe/Istanbul",
      includesNotes: false,
      exportedBy: "Deniz supervisor",
      conversation: { id: conversation.publicId, customer: { name: "Ayşe Yılmaz" } },
      entries: [
        { type: "message", seq: 1, author: "customer", text: "bir" },
        { type: "message", seq: 2, text: "iki 😀", at: "2026-11-20T09:00:00.000Z" },
      ],
    });
    const withNotes = JSON.parse((await take(lead, { ...asked, includesNotes: true })).text);
    expect(withNotes.entries).toHaveLength(3);
    expect(withNotes.entries[2]).toMatchObject({
      type: "note",
      memberName: "Deniz owner",
      text: "Gizli not",
    });
    for (const format of ["html", "text"] as const)
      expect((await take(lead, { ...asked, format })).text).not.toContain("Gizli not");
  });

  test("an empty one is a whole file", async () => {
    const { conversation, lead } = await make([]);
    const asked = { conversationId: conversation.publicId, format: "json" } as const;
    expect(JSON.parse((await take(lead, asked)).text).entries).toEqual([]);
  });

  test("is for those who lead, audited before the first byte, and a neighbour's is not found", async () => {
    const { team, conversation, lead } = await make(["bir"]);
    const input = { conversationId: conversation.publicId, format: "text" } as const;
    for (const role of ["support", "analyst"] as const)
      await expect(exportConversation({ ctx: team.member(role), input })).rejects.toBeInstanceOf(
        PermissionDenied,
      );
    const others = (await makeWorkspace(test_.runtime)).member("owner");
    await expect(exportConversation({ ctx: others, input })).rejects.toBeInstanceOf(ConversationNotFound);
    // Taken and never read.
    await exportConversation({ ctx: lead, input });
    const told = await inWorkspace(lead, (tx) =>
      tx.select().from(auditLog).where(eq(auditLog.entityId, conversation.id)),
    );
    expect(told).toMatchObject([{ action: "conversation.export" }]);
  });

  test("a hundred thousand messages are written while they are read, in a small memory", async () => {
    const { team, conversation, lead } = await make([]);
    await inWorkspace(lead, async (tx) => {
      await tx.execute(`insert into messages (workspace_id, id, conversation_id, address_id, seq, direction, author, kind, text, sent_at, created_at)
        select '${team.workspace.id}', gen_random_uuid(), '${conversation.id}', '${conversation.addressId}', n, 'in', 'customer', 'text',
          'Mesaj ' || n || repeat(' uzun söz', 20), now(), now() from generate_series(1, 100000) n`);
      await tx.execute("update conversations set last_seq = 100000");
      await tx.select().from(customers).limit(1);
    });
    const { body } = await exportConversation({
      ctx: lead,
      input: { conversationId: conversation.publicId, format: "html" },
    });
    let [bytes, largest, entries] = [0, 0, 0];
    for await (const piece of body) {
      bytes += piece.length;
      largest = Math.max(largest, piece.length);
      entries += Buffer.from(piece).toString().split("<article").length - 1;
    }
    expect(entries).toBe(100_000);
    expect(bytes).toBeGreaterThan(20_000_000);
    // Nothing is held but a page of messages and one piece.
    expect(largest).toBeLessThan(200_000);
  }, 120_000);

  test("stops when nobody reads any more", async () => {
    const { conversation, lead } = await make(Array.from({ length: 20 }, (_, n) => `söz ${n}`));
    const gone = AbortSignal.abort();
    const { body } = await exportConversation({
      ctx: lead,
      input: { conversationId: conversation.publicId, format: "text" },
      signal: gone,
    });
    let text = "";
    for await (const piece of body) text += Buffer.from(piece).toString();
    expect(text).not.toContain("söz 3");
  });
});
