import type { Actor, Ctx, MemberRole } from "./context";
import { PermissionDenied } from "./errors";

type Rule = {
  /** Member roles that may. */
  roles: readonly MemberRole[];
  /** Other kinds of actor that may. An API key also needs the verb among its scopes. */
  actors?: readonly Exclude<Actor["kind"], "member">[];
};

const everyone = ["owner", "admin", "supervisor", "support", "analyst"] as const;
const agents = ["owner", "admin", "supervisor", "support"] as const;
const leads = ["owner", "admin", "supervisor"] as const;
const admins = ["owner", "admin"] as const;
const owners = ["owner"] as const;

/**
 * Who may do what: the one table. Verbs check it themselves, so that every door (panel, API, bot command, workflow,
 * agent) is guarded alike. `npm run policy` prints it.
 */
export const policy = {
  "workspace.read": { roles: everyone, actors: ["agent", "system"] },
  "workspace.update": { roles: admins },
  "workspace.create": { roles: owners },
  "workspace.delete": { roles: owners },
  "workspace.restore": { roles: owners },
  "workspace.suspend": { roles: [], actors: ["operator"] },
  "workspace.resume": { roles: [], actors: ["operator"] },
  "workspace.setQuotas": { roles: [], actors: ["operator"] },
  "platform.read": { roles: [], actors: ["operator"] },
  "platform.setFeature": { roles: [], actors: ["operator"] },
  "platform.steer": { roles: [], actors: ["operator"] },
  "organisation.read": { roles: everyone },
  "organisation.update": { roles: owners },
  "member.list": { roles: everyone },
  "member.add": { roles: admins, actors: ["system"] },
  "member.updateRole": { roles: admins },
  "member.remove": { roles: admins },
  "member.transfer": { roles: owners },
  "member.leave": { roles: everyone },
  "invitation.list": { roles: admins },
  "invitation.create": { roles: admins },
  "invitation.withdraw": { roles: admins },
  "checklist.read": { roles: everyone },
  "checklist.hide": { roles: everyone },
  "sample.load": { roles: admins, actors: ["system"] },
  "mail.list": { roles: admins },
  "mail.lift": { roles: admins },
  "demo.read": { roles: everyone },
  "demo.clear": { roles: owners },
  "demo.make": { roles: owners },
  "channel.list": { roles: everyone, actors: ["system"] },
  "channel.connect": { roles: admins, actors: ["system"] },
  "channel.update": { roles: admins, actors: ["system"] },
  "channel.disconnect": { roles: admins, actors: ["system"] },
  "channel.setReplyPlan": { roles: leads },
  "telegramLink.manage": { roles: agents },
  "group.list": { roles: everyone, actors: ["system"] },
  "group.check": { roles: agents },
  "group.acknowledge": { roles: admins },
  "customer.find": { roles: everyone },
  "customer.get": { roles: everyone },
  "customer.import": { roles: leads, actors: ["system"] },
  "customer.verifyIdentity": { roles: agents, actors: ["agent"] },
  "customer.setField": { roles: agents },
  "customer.merge": { roles: leads },
  "customer.export": { roles: leads },
  "field.list": { roles: everyone },
  "field.manage": { roles: admins },
  "customer.block": { roles: agents },
  "note.list": { roles: everyone },
  "note.add": { roles: agents },
  "note.change": { roles: agents },
  "task.list": { roles: everyone },
  "task.save": { roles: agents },
  "task.remind": { roles: [], actors: ["system"] },
  "cannedReply.list": { roles: everyone },
  "cannedReply.manage": { roles: agents },
  "draft.keep": { roles: agents },
  "macro.list": { roles: everyone },
  "macro.run": { roles: agents },
  "macro.manage": { roles: leads },
  "presence.tell": { roles: agents },
  "notification.list": { roles: everyone },
  "notification.mark": { roles: everyone },
  "notification.configure": { roles: everyone },
  "tag.list": { roles: everyone },
  "tag.manage": { roles: leads },
  "inboxView.list": { roles: everyone },
  "inboxView.save": { roles: agents },
  "conversation.list": { roles: everyone },
  "conversation.get": { roles: everyone, actors: ["system"] },
  "conversation.assign": { roles: agents },
  "conversation.prioritise": { roles: agents },
  "conversation.snooze": { roles: agents },
  "conversation.wake": { roles: [], actors: ["system"] },
  "conversation.tag": { roles: agents },
  "conversation.markSpam": { roles: agents },
  "conversation.takeOver": { roles: agents },
  "conversation.release": { roles: agents },
  "conversation.close": { roles: agents, actors: ["system"] },
  "conversation.import": { roles: [], actors: ["system"] },
  "conversation.export": { roles: leads },
  "conversation.reply": { roles: agents },
  "conversation.answer": { roles: [], actors: ["agent"] },
  "message.search": { roles: everyone },
  "message.index": { roles: [], actors: ["system"] },
  "message.edit": { roles: agents },
  "message.delete": { roles: agents },
  "message.react": { roles: agents },
  "delivery.retry": { roles: agents, actors: ["system"] },
  "delivery.send": { roles: [], actors: ["system"] },
  "agentRun.get": { roles: everyone },
  "intent.list": { roles: everyone, actors: ["system"] },
  "intent.teach": { roles: agents },
  "intent.manage": { roles: leads },
  "faq.list": { roles: everyone, actors: ["agent"] },
  "faq.create": { roles: leads, actors: ["system"] },
  "faq.update": { roles: leads },
  "faq.delete": { roles: leads },
  "faq.calibrate": { roles: [], actors: ["system"] },
  "faq.import": { roles: leads, actors: ["system"] },
  "fact.list": { roles: everyone, actors: ["agent", "system"] },
  "fact.update": { roles: leads, actors: ["system"] },
  "shopOrder.list": { roles: everyone },
  "shopOrder.get": { roles: everyone },
  "shopOrder.find": { roles: everyone, actors: ["agent"] },
  "shopOrder.import": { roles: leads, actors: ["system"] },
  "figures.read": { roles: everyone, actors: ["system"] },
  "embed.list": { roles: leads },
  "embed.create": { roles: admins },
  "embed.revoke": { roles: admins },
  "embed.read": { roles: [], actors: ["system"] },
  "satisfaction.read": { roles: everyone },
  "satisfaction.set": { roles: leads, actors: ["system"] },
  "rating.list": { roles: everyone },
  "rating.ask": { roles: [], actors: ["system"] },
  "rating.give": { roles: [], actors: ["webhook"] },
  "rating.import": { roles: [], actors: ["system"] },
  "serviceLevel.read": { roles: everyone },
  "serviceLevel.set": { roles: leads, actors: ["system"] },
  "serviceLevel.recount": { roles: [], actors: ["system"] },
  "serviceLevel.import": { roles: [], actors: ["system"] },
  "serviceLevel.tell": { roles: [], actors: ["system"] },
  "report.preview": { roles: everyone },
  "report.sendNow": { roles: everyone },
  "workflow.read": { roles: admins, actors: ["operator"] },
  "workflow.reveal": { roles: admins },
  "workflow.steer": { roles: admins },
  "waitingWork.read": { roles: admins, actors: ["operator"] },
  "waitingWork.retry": { roles: admins },
  "file.read": { roles: everyone },
  "file.retry": { roles: agents },
  "file.upload": { roles: agents },
  "live.read": { roles: everyone },
  "check.read": { roles: [], actors: ["operator", "system"] },
  "check.ask": { roles: [], actors: ["operator", "system"] },
} as const satisfies Record<string, Rule>;

export type Verb = keyof typeof policy;

/** Whether this actor may do this. Pure; screens use it to hide what would be refused. */
export function isAllowed(actor: Actor, verb: Verb): boolean {
  const rule: Rule = policy[verb];
  if (actor.kind === "member") return rule.roles.includes(actor.role);
  if (!rule.actors?.includes(actor.kind)) return false;
  return actor.kind !== "apiKey" || actor.scopes.includes(verb);
}

/** @throws PermissionDenied when the context's actor may not */
export function requirePermission(ctx: Pick<Ctx, "actor">, verb: Verb): void {
  if (!isAllowed(ctx.actor, verb)) throw new PermissionDenied(verb);
}
