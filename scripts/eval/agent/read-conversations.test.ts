import { describe, expect, test } from "vitest";
import { readConversations } from "./read-conversations.ts";

const line = (value: unknown) => JSON.stringify(value);
const turns = [{ customer: "kargom nerede", expect: { action: "answer" } }];

describe("readConversations", () => {
  test("reads what the shape allows, whatever the names are written like", () => {
    const [found] = readConversations(
      line({
        id: "a",
        workspaceKind: "shop",
        _comment: "mine",
        setup: {
          faq: [{ question: "Soru?", answer: "Yanıt.", tags: "odeme" }],
          shopOrders: [
            { order_number: 1042, status: "shipped", items: ["Bot", { name: "Çanta", quantity: 2 }] },
          ],
          facts: { hours: "9-18", returnWindowDays: 14 },
          customer: { name: "Ayşe", phone: "0532", verified: true },
          now: "2026-11-20",
        },
        turns: [
          {
            customer: ["merhaba", "kargom nerede"],
            expect: { action: ["answer", "clarify"], source: "faq:0" },
          },
          { customer: { contact: true } },
          { customer: { photo: true, caption: "kırık" } },
          { customer: { press: "Evet" } },
          { customer: { sticker: true } },
        ],
      }),
    );
    expect(found).toMatchObject({
      line: 1,
      kind: "shop",
      setup: {
        faq: [{ question: "Soru?", tags: ["odeme"] }],
        orders: [
          { number: "1042", packages: [{ items: [{ name: "Bot" }, { name: "Çanta", quantity: 2 }] }] },
        ],
        facts: [
          { key: "hours", value: "9-18" },
          { key: "returnWindowDays", value: "14" },
        ],
        customer: { phone: "0532", isPhoneVerified: true },
        now: new Date("2026-11-20T09:00:00Z"),
      },
    });
    expect(found?.turns.map(({ said }) => said.map(({ kind }) => kind))).toEqual([
      ["text", "text"],
      ["contact"],
      ["photo"],
      ["press"],
      ["unsupported"],
    ]);
    expect(found?.turns[0]?.expect).toMatchObject({ actions: ["answer", "clarify"], sources: ["faq:0"] });
  });

  test("passes over empty lines, comments and a byte order mark, and counts lines as the file does", () => {
    const found = readConversations(`\ufeff# first\r\n\r\n${line({ workspaceKind: "desk", turns })}\r\n`);
    expect(found).toMatchObject([{ line: 3, kind: "desk", setup: { faq: [], orders: [], facts: [] } }]);
  });

  test.each([
    ["not JSON", "{", /line 1: .*is not JSON/],
    ["no object", "[]", /line 1: the line: must be an object/],
    ["no kind", line({ turns }), /line 1: workspaceKind: is missing/],
    ["an unknown kind", line({ workspaceKind: "bakery", turns }), /workspaceKind: must be one of/],
    ["no turns", line({ workspaceKind: "shop" }), /turns: is missing/],
    [
      "a misspelt field",
      line({ workspaceKind: "shop", turns: [{ customer: "a", expect: { mustContian: "b" } }] }),
      /turns\[0\].expect.mustContian: is not a field/,
    ],
    [
      "an unknown action",
      line({ workspaceKind: "shop", turns: [{ customer: "a", expect: { action: "reply" } }] }),
      /expect.action: must be one of/,
    ],
    [
      "an unknown source",
      line({ workspaceKind: "shop", turns: [{ customer: "a", expect: { source: "wiki:1" } }] }),
      /expect.source: must be/,
    ],
    [
      "an answer that is missing",
      line({ workspaceKind: "shop", setup: { faq: [{ question: "a" }] }, turns }),
      /setup.faq\[0\].answer: is missing/,
    ],
    [
      "a fact that is an object",
      line({ workspaceKind: "shop", setup: { facts: { hours: {} } }, turns }),
      /setup.facts.hours: must be/,
    ],
    [
      "a verified phone that is none",
      line({ workspaceKind: "shop", setup: { customer: { verified: true } }, turns }),
      /setup.customer.verified: says/,
    ],
    ["an empty file", "\n\n", /holds no conversation/],
  ])("%s is refused, naming the place", (_, text, message) => {
    expect(() => readConversations(text)).toThrow(message);
  });

  test("every broken line is named at once", () => {
    expect(() => readConversations(`{\n${line({ workspaceKind: "shop", turns })}\n[]`)).toThrow(
      /line 1: .*\nline 3: /,
    );
  });
});
