import type { ChatMember, ChatPermissions, Message, User } from "@grammyjs/types";
import type { Tell } from "../deed";
import { ControlError } from "../errors";
import { mediaFields } from "../media/media-fields";
import type { GroupSettings, GroupType } from "../records";
import { shownUser } from "../said";
import type { BotState } from "../state";
import type { Store } from "../store";
import { GroupDeed } from "./group-deed";
import { type GroupState, newGroup } from "./group-state";
import { newInviteUrl, primaryLink, whyClosed } from "./invites";
import { findUser, memberNow, ownerOf } from "./members";
import {
  administrator,
  fullPermissions,
  isPresent,
  type RightName,
  restricted,
  usualPermissions,
} from "./rights";

export type NewGroup = {
  title: string;
  type?: GroupType;
  owner: number;
  username?: string;
  description?: string;
  isForum?: boolean;
  otherMembers?: number;
};

/** What somebody is in a group, as the control API says it. */
export type MemberInput = {
  status?: "member" | "administrator" | "restricted" | "left" | "kicked";
  rights?: Partial<Record<RightName, boolean>>;
  permissions?: ChatPermissions;
  /** Seconds since 1970; 0 or absent: for ever. */
  until?: number;
  /** Who does it; absent: they themselves, or the owner where they could not. */
  by?: number;
  inviteLink?: string;
};

/** What people do with groups on their phones: make them, come, go, give rights; bots in them are told. */
export class Groups {
  constructor(
    private readonly store: Store,
    private readonly tell: Tell,
  ) {}

  create(input: NewGroup): GroupState {
    const { state } = this.store;
    const { title, type = "supergroup", username, description, otherMembers } = input;
    const owner = this.getUserOrThrow(input.owner);
    if (type === "group" && (username !== undefined || input.isForum))
      throw new ControlError(400, "A basic group has no username and no topics: make it a supergroup.");
    const number = state.nextGroup;
    const id = type === "group" ? -number : -1_000_000_000_000 - number;
    const settings: GroupSettings = {
      ...{ id, type, title, permissions: usualPermissions, inviteLink: newInviteUrl() },
      ...(username !== undefined && { username }),
      ...(description !== undefined && { description }),
      ...(input.isForum && { isForum: true as const }),
      ...(otherMembers !== undefined && { otherMembers }),
    };
    const deed = new GroupDeed(this.store, newGroup(settings));
    deed.set(settings);
    const creator = { status: "creator" as const, user: owner, is_anonymous: false };
    deed.add({ t: "member", group: id, member: creator });
    const created = { group: "group", supergroup: "supergroup", channel: "channel" }[type];
    deed.say(owner, { [`${created}_chat_created`]: true });
    deed.commit(this.tell);
    return this.getGroupOrThrow(id);
  }

  /** Somebody comes, goes, is removed, restricted or promoted. `isPending`: they have asked to come in. */
  setMember(group: GroupState, userId: number, input: MemberInput): { isPending?: true } {
    const { state } = this.store;
    const user = findUser(state, userId);
    if (!user) throw new ControlError(404, `There is no user and no bot ${userId}.`);
    const nowS = Math.floor(this.store.clock.now() / 1000);
    const before = memberNow(group, userId, nowS);
    if (before?.status === "creator") throw new ControlError(409, "The owner stays the owner.");
    const status = input.status ?? "member";
    const isOwnDoing = !user.is_bot && (status === "left" || (status === "member" && !isPresent(before)));
    const by =
      input.by === undefined ? (isOwnDoing ? user : this.ownerOrThrow(group)) : this.getUserOrThrow(input.by);
    if (input.inviteLink !== undefined) return this.join(group, user, input.inviteLink);
    const next = this.nextMember(group, user, status, input);
    const deed = new GroupDeed(this.store, group);
    deed.changeMember({ user, by, next });
    sayChange(deed, group, { user, by, before, next });
    deed.commit(this.tell);
    return {};
  }

  /** Somebody comes in by a link, or asks to. */
  private join(group: GroupState, user: User, url: string): { isPending?: true } {
    const nowS = Math.floor(this.store.clock.now() / 1000);
    const owner = this.ownerOrThrow(group);
    const invite =
      url === group.settings.inviteLink
        ? { link: primaryLink(group, owner), uses: 0 }
        : group.invites.get(url);
    if (!invite) throw new ControlError(404, "This group has no such invite link. See GET /groups/:id.");
    const reason = whyClosed(invite, nowS);
    if (reason) throw new ControlError(409, `Nobody can come in by this link: ${reason}.`);
    const before = memberNow(group, user.id, nowS);
    if (before?.status === "kicked")
      throw new ControlError(409, `${user.first_name} is banned from the group.`);
    if (isPresent(before)) throw new ControlError(409, `${user.first_name} is in the group already.`);
    const deed = new GroupDeed(this.store, group);
    const { link } = invite;
    if (link.creates_join_request) {
      const request = { user: user.id, date: nowS, link: link.invite_link };
      deed.add({ t: "joinRequest", group: group.id, user: user.id, request });
      deed.ask(user, link);
      deed.commit(this.tell);
      return { isPending: true };
    }
    const next: ChatMember = { status: "member", user };
    if (!link.is_primary) deed.add({ t: "invite", group: group.id, invite: { link, uses: invite.uses + 1 } });
    deed.changeMember({ user, by: user, next, invite: link });
    sayChange(deed, group, { user, by: user, before, next });
    deed.commit(this.tell);
    return {};
  }

  /** The owner changes what the group is; members see it. */
  change(
    group: GroupState,
    input: {
      title?: string;
      description?: string;
      isForum?: boolean;
      permissions?: ChatPermissions;
      photo?: Uint8Array | null;
    },
  ): void {
    const owner = this.ownerOrThrow(group);
    const deed = new GroupDeed(this.store, group);
    const { title, description, isForum, permissions, photo } = input;
    const { photo: before, isForum: _was, ...rest } = group.settings;
    const added = photo
      ? this.store.files.addPhoto(0, { bytes: photo }, this.store.state.nextFile)
      : undefined;
    if (photo && !added)
      throw new ControlError(400, "The picture is none: send a JPEG, PNG, GIF or WebP file.");
    if (added) deed.add(...added.records);
    const picture = photo === null ? undefined : (added?.file.unique ?? before);
    deed.set({
      ...rest,
      ...(title !== undefined && { title }),
      ...(description !== undefined && { description }),
      ...(permissions && { permissions: fullPermissions(permissions) }),
      ...((isForum ?? group.settings.isForum) && { isForum: true as const }),
      ...(picture !== undefined && { photo: picture }),
    });
    if (title !== undefined && title !== group.settings.title) deed.say(owner, { new_chat_title: title });
    if (added) {
      const known = new Map([[added.file.unique, added.file]]);
      deed.say(owner, { new_chat_photo: mediaFields(added.file, known, 0).photo } as Partial<Message>);
    }
    if (photo === null && before !== undefined) deed.say(owner, { delete_chat_photo: true });
    deed.commit(this.tell);
  }

  /** A basic group becomes a supergroup: another id, the same people; both sides are told. */
  migrate(group: GroupState): GroupState {
    if (group.settings.type !== "group" || group.settings.migratedTo !== undefined)
      throw new ControlError(409, "Only a basic group can become a supergroup, and only once.");
    const owner = this.ownerOrThrow(group);
    const id = -1_000_000_000_000 - this.store.state.nextGroup;
    const settings: GroupSettings = { ...group.settings, id, type: "supergroup", inviteLink: newInviteUrl() };
    const next = newGroup(settings);
    const parting = new GroupDeed(this.store, group);
    parting.say(owner, { migrate_to_chat_id: id });
    parting.set({ ...group.settings, migratedTo: id });
    const arrival = new GroupDeed(this.store, next, parting);
    arrival.set(settings);
    for (const member of group.members.values()) {
      next.members.set(member.user.id, member);
      arrival.add({ t: "member", group: id, member });
    }
    arrival.say(owner, { migrate_from_chat_id: group.id });
    arrival.commit(this.tell);
    return this.getGroupOrThrow(id);
  }

  /** The owner deletes the group: bots are refused from now on. */
  delete(group: GroupState): void {
    this.store.commit({ t: "group", group: group.id, settings: { ...group.settings, isDeleted: true } });
  }

  setPrivacy(bot: BotState, isOn: boolean): void {
    this.store.commit({ t: "readsAll", bot: bot.id, readsAll: !isOn });
  }

  getGroupOrThrow(id: number): GroupState {
    const group = this.store.state.groups.get(id);
    if (!group)
      throw new ControlError(404, `There is no group ${id}. Make one with POST /groups or see GET /groups.`);
    return group;
  }

  private nextMember(group: GroupState, user: User, status: string, input: MemberInput): ChatMember {
    const until = input.until ?? 0;
    switch (status) {
      case "administrator":
        return administrator(group.settings.type, user, input.rights);
      case "restricted":
        if (group.settings.type !== "supergroup")
          throw new ControlError(409, "Members are restricted in supergroups only.");
        return restricted(user, input.permissions ?? {}, until);
      case "kicked":
        return { status: "kicked", user, until_date: until };
      case "left":
        return { status: "left", user };
      default:
        if (group.settings.type === "channel" && user.is_bot)
          throw new ControlError(409, "A bot is in a channel as an administrator only.");
        return { status: "member", user };
    }
  }

  private ownerOrThrow(group: GroupState): User {
    const owner = ownerOf(group);
    if (!owner) throw new ControlError(409, "The group has no owner.");
    return owner;
  }

  private getUserOrThrow(id: number): User {
    const user = this.store.state.users.get(id);
    if (!user) throw new ControlError(404, `There is no user ${id}. Make one with POST /users.`);
    return shownUser(user);
  }
}

/** What the members read about it; channels are silent. */
export function sayChange(
  deed: GroupDeed,
  group: GroupState,
  change: { user: User; by: User; before: ChatMember | undefined; next: ChatMember },
): void {
  if (group.settings.type === "channel") return;
  const { user, by, before, next } = change;
  const [was, is] = [isPresent(before), isPresent(next)];
  if (!was && is) deed.say(by, { new_chat_members: [user] } as Partial<Message>);
  if (was && !is) deed.say(by, { left_chat_member: user } as Partial<Message>);
}
