import type { Message } from "@grammyjs/types";
import { badRequest } from "../errors";
import { GroupDeed } from "../groups/group-deed";
import type { GroupState, Topic } from "../groups/group-state";
import { newTopic } from "../groups/talk";
import { botUser } from "../state";
import { getSupergroupOrThrow, type MethodCall, type Outcome, requireRight } from "./outcome";

const usualColour = 0x6fb9f0;

export function createForumTopic(call: MethodCall): Outcome {
  const group = forumOrThrow(call);
  const { name, icon_custom_emoji_id } = call.params as { name: string; icon_custom_emoji_id?: string };
  const icon_color = (call.params.icon_color as number | undefined) ?? usualColour;
  const topic = { name, icon_color, ...(icon_custom_emoji_id && { icon_custom_emoji_id }) };
  const deed = new GroupDeed(call.store, group);
  const message_thread_id = newTopic(deed, botUser(call.bot), topic);
  return { result: { message_thread_id, ...topic }, records: deed.records, tells: deed.tells };
}

export function editForumTopic(call: MethodCall): Outcome {
  const { name, icon_custom_emoji_id } = call.params as { name?: string; icon_custom_emoji_id?: string };
  return change(call, (topic) => {
    const edited = {
      ...(name && { name }),
      ...(icon_custom_emoji_id !== undefined && { icon_custom_emoji_id }),
    };
    if ((name === undefined || name === topic.name) && icon_custom_emoji_id === undefined)
      throw badRequest("TOPIC_NOT_MODIFIED");
    return [{ ...topic, ...edited }, { forum_topic_edited: edited }];
  });
}

export function closeForumTopic(call: MethodCall): Outcome {
  return change(call, (topic) => {
    if (topic.isClosed) throw badRequest("TOPIC_NOT_MODIFIED");
    return [{ ...topic, isClosed: true }, { forum_topic_closed: {} }];
  });
}

export function reopenForumTopic(call: MethodCall): Outcome {
  return change(call, (topic) => {
    if (!topic.isClosed) throw badRequest("TOPIC_NOT_MODIFIED");
    return [{ ...topic, isClosed: false }, { forum_topic_reopened: {} }];
  });
}

/** The topic goes with all its messages. */
export function deleteForumTopic(call: MethodCall): Outcome {
  const group = forumOrThrow(call);
  const { message_thread_id: threadId } = topicOrThrow(call, group);
  const deed = new GroupDeed(call.store, group);
  deed.add({ t: "topic", group: group.id, threadId, topic: null });
  for (const message of group.messages.values()) {
    if (message.message_thread_id === threadId)
      deed.add({ t: "deleted", bot: call.bot.id, user: group.id, messageId: message.message_id });
  }
  return { result: true, records: deed.records };
}

function change(call: MethodCall, make: (topic: Topic) => [Topic, object]): Outcome {
  const group = forumOrThrow(call);
  const before = topicOrThrow(call, group);
  const [topic, told] = make(before);
  const threadId = before.message_thread_id;
  const deed = new GroupDeed(call.store, group);
  deed.add({ t: "topic", group: group.id, threadId, topic });
  const place = { message_thread_id: threadId, is_topic_message: true as const };
  deed.say(botUser(call.bot), { ...place, ...told } as Partial<Message>);
  return { result: true, records: deed.records, tells: deed.tells };
}

function forumOrThrow(call: MethodCall): GroupState {
  const group = getSupergroupOrThrow(call);
  if (!group.settings.isForum) throw badRequest("the chat is not a forum");
  requireRight(call, group, "can_manage_topics", "not enough rights to manage topics");
  return group;
}

function topicOrThrow(call: MethodCall, group: GroupState): Topic {
  const topic = group.topics.get(call.params.message_thread_id as number);
  if (!topic) throw badRequest("TOPIC_ID_INVALID");
  return topic;
}
