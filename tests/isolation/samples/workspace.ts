import { countedFigures } from "@/server/insight";
import { finds, own, refused, type Sample } from "./attempts";

/** The workspace, its members and its figures. */
export const workspaceSamples: Record<string, Sample> = {
  "demo.progress": { verb: "demo.read", attempts: () => [own()] },
  // There is no demo in a test's database.
  "demo.explore": { verb: "demo.read", attempts: () => [refused("DEMO_MISSING", undefined)] },
  "demo.clear": { verb: "demo.clear", attempts: () => [own({ slugs: ["demo-desk"] })] },
  "demo.makeAgain": { verb: "demo.make", attempts: () => [own({ slugs: ["demo-desk"] })] },
  "serviceLevels.get": { verb: "serviceLevel.read", attempts: () => [own()] },
  "serviceLevels.set": {
    verb: "serviceLevel.set",
    attempts: (a) => [
      refused("SERVICE_LEVEL_BOT_UNKNOWN", {
        isOn: true,
        targets: { usual: {}, byPriority: {}, byBot: [{ channelId: a.channelId, targets: { first: 5 } }] },
      }),
      own({ isOn: false, targets: { usual: { first: 15 }, byPriority: {}, byBot: [] } }),
    ],
  },

  "insight.figures": {
    verb: "figures.read",
    attempts: () => [own({ days: 1 }), own({ days: 7 }), own({ days: 30 }), own({ days: 90 })],
  },
  "insight.customers": { verb: "figures.read", attempts: () => [own({ days: 90 })] },
  "insight.activation": { verb: "figures.read", attempts: () => [own()] },
  "insight.rows": {
    verb: "figures.read",
    attempts: (a) => [
      ...countedFigures.map((figure) => own({ figure, days: 30 })),
      finds({ figure: "customer", key: a.customerId, days: 90 }),
      finds({ figure: "member", key: a.memberId, days: 90 }),
      finds({ figure: "intent", key: a.ownIntent, days: 90 }),
      refused("FIGURE_KEY_INVALID", { figure: "member", key: a.customerId, days: 90 }),
    ],
  },

  "reports.embeds": { verb: "embed.list", attempts: () => [own()] },
  "reports.createEmbed": {
    verb: "embed.create",
    attempts: () => [own({ title: "Benim", widgets: ["messagesIn"], days: 7, origins: [], lastsDays: 30 })],
  },
  "reports.revokeEmbed": {
    verb: "embed.revoke",
    attempts: (a) => [refused("EMBED_NOT_FOUND", { embedId: a.embedId })],
  },

  "mail.list": { verb: "mail.list", attempts: () => [own()] },
  "mail.heldBack": { verb: "mail.list", attempts: () => [own()] },
  "mail.lift": {
    verb: "mail.lift",
    attempts: (a) => [
      refused("MAIL_SUPPRESSION_NOT_FOUND", { address: `${a.word.toLowerCase()}@example.com` }),
    ],
  },

  "members.list": { verb: "member.list", attempts: () => [own()] },
  "members.policy": { verb: "member.list", attempts: () => [own()] },
  "members.updateRole": {
    verb: "member.updateRole",
    attempts: (a) => [refused("MEMBER_NOT_FOUND", { memberId: a.memberId, role: "analyst" })],
  },
  "members.remove": {
    verb: "member.remove",
    attempts: (a) => [refused("MEMBER_NOT_FOUND", { memberId: a.memberId })],
  },
  "members.transferOwnership": {
    verb: "member.transfer",
    attempts: (a) => [refused("MEMBER_NOT_FOUND", { memberId: a.memberId })],
  },
  "members.leave": {
    verb: "member.leave",
    attempts: (a) => [refused("MEMBER_NOT_FOUND", { handOverTo: a.memberId })],
  },
  "members.invitations": { verb: "invitation.list", attempts: () => [own()] },
  "members.invite": { verb: "invitation.create", attempts: () => [own({ role: "support", locale: "tr" })] },
  "members.resendInvitation": {
    verb: "invitation.create",
    attempts: (a) => [refused("INVITATION_NOT_FOUND", { invitationId: a.invitationId })],
  },
  "members.withdrawInvitation": {
    verb: "invitation.withdraw",
    attempts: (a) => [refused("INVITATION_NOT_FOUND", { invitationId: a.invitationId })],
  },

  "organisations.get": { verb: "organisation.read", attempts: () => [own()] },
  "organisations.update": { verb: "organisation.update", attempts: () => [own({ color: "#0f766e" })] },
  "reports.previewWeekly": { verb: "report.preview", attempts: () => [own()] },
  "reports.sendWeeklyNow": {
    verb: "report.sendNow",
    attempts: () => [refused("NOWHERE_TO_SEND", undefined)],
  },

  "start.checklist": { verb: "checklist.read", attempts: () => [own()] },
  "start.hide": { verb: "checklist.hide", attempts: () => [own({ isHidden: true })] },
  "start.loadSamples": { verb: "sample.load", attempts: () => [own()] },

  "workspaces.get": { verb: "workspace.read", attempts: () => [own()] },
  "workspaces.mine": { verb: "workspace.read", attempts: () => [own()] },
  "workspaces.update": { verb: "workspace.update", attempts: () => [own({ name: "Benim Mağazam" })] },
  "workspaces.add": {
    verb: "workspace.create",
    attempts: () => [own({ kind: "shop", name: "Benim Şubem", language: "tr", timeZone: "Europe/Istanbul" })],
  },
  "workspaces.delete": {
    verb: "workspace.delete",
    attempts: (a) => [refused("NAME_NOT_CONFIRMED", { name: `${a.word} Mağazası` })],
  },
  "workspaces.restore": {
    verb: "workspace.restore",
    attempts: () => [refused("WORKSPACE_NOT_DELETED", undefined)],
  },
};
