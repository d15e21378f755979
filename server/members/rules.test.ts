import { describe, expect, test } from "vitest";
import { canInvite, invitationState, judgeInvitation, maskAddress, telegramShareUrl } from "./rules";

const now = new Date("2026-11-20T09:00:00Z");
const later = new Date("2026-11-27T09:00:00Z");
const fresh = { role: "support", acceptedAt: null, withdrawnAt: null, expiresAt: later } as const;
const owner = { role: "owner", removedAt: null } as const;

describe("who may invite whom", () => {
  test.each([
    ["owner", "owner", true],
    ["owner", "analyst", true],
    ["admin", "admin", true],
    ["admin", "owner", false],
    ["supervisor", "support", false],
    ["analyst", "analyst", false],
  ] as const)("%s an %s: %s", (by, to, may) => {
    expect(canInvite(by, to)).toBe(may);
  });
});

describe("what an invitation has come to", () => {
  test.each([
    ["fresh", {}, owner, "waiting"],
    ["at its last moment", { expiresAt: now }, owner, "expired"],
    ["accepted and old", { acceptedAt: now, expiresAt: now }, owner, "accepted"],
    ["withdrawn and old", { withdrawnAt: now, expiresAt: now }, owner, "withdrawn"],
    ["its inviter has left", {}, { role: "owner", removedAt: now }, "withdrawn"],
    ["its inviter may invite no more", {}, { role: "support", removedAt: null }, "withdrawn"],
    ["an owner's, whose role fell", { role: "owner" }, { role: "admin", removedAt: null }, "withdrawn"],
  ] as const)("%s", (_label, change, inviter, state) => {
    expect(invitationState({ ...fresh, ...change }, inviter, now)).toBe(state);
  });
});

describe("what stands between a person and an invitation", () => {
  const nobody = { state: "waiting", isWorkspaceDeleted: false, email: null, person: null } as const;
  const stranger = { isMember: false, hasAccepted: false, address: "ada@example.com" };
  test.each([
    ["nobody signed in", {}, "open"],
    ["a link, whoever has it", { person: stranger }, "open"],
    ["for their address", { email: "ada@example.com", person: stranger }, "open"],
    ["for another address", { email: "ece@example.com", person: stranger }, "otherAddress"],
    [
      "no address is known",
      { email: "ada@example.com", person: { ...stranger, address: null } },
      "addressUnknown",
    ],
    ["used by somebody else", { state: "accepted", person: stranger }, "accepted"],
    [
      "used by themselves",
      { state: "accepted", person: { ...stranger, isMember: true, hasAccepted: true } },
      "acceptedByYou",
    ],
    [
      "used by themselves, who left since",
      { state: "accepted", person: { ...stranger, hasAccepted: true } },
      "accepted",
    ],
    ["a member already", { person: { ...stranger, isMember: true } }, "alreadyMember"],
    ["too old", { state: "expired", person: stranger }, "expired"],
    ["withdrawn", { state: "withdrawn", person: null }, "withdrawn"],
    ["the workspace is deleted", { isWorkspaceDeleted: true, person: stranger }, "workspaceDeleted"],
  ] as const)("%s", (_label, change, state) => {
    expect(judgeInvitation({ ...nobody, ...change })).toBe(state);
  });
});

test.each([
  ["ada@example.com", "a…a@example.com"],
  ["ab@example.com", "a…@example.com"],
  ["a@example.com", "a…@example.com"],
])("%s is shown as %s", (address, shown) => {
  expect(maskAddress(address)).toBe(shown);
});

test("a link is handed to Telegram whole", () => {
  const url = new URL(telegramShareUrl("https://s.example/invitations/a-b_c", "Ekibe katıl & başla"));
  expect(url.origin + url.pathname).toBe("https://t.me/share/url");
  expect(Object.fromEntries(url.searchParams)).toEqual({
    url: "https://s.example/invitations/a-b_c",
    text: "Ekibe katıl & başla",
  });
});
