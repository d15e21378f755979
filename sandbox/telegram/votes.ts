import type { Message, Poll } from "@grammyjs/types";
import type { Deed } from "./deed";
import { ControlError } from "./errors";
import type { SandboxUser } from "./records";
import { shownUser } from "./said";
import type { BotState } from "./state";
import type { Store } from "./store";

/**
 * Somebody's choice in a poll, all of it; an empty one takes it back. The bot that sent the poll is told the new
 * count, and who chose what unless the poll is anonymous.
 *
 * @param author the bot whose poll it is; null for a user's
 * @returns the message with the new count
 * @throws ControlError where the app would not let them
 */
export function castVote(
  store: Store,
  deed: Deed,
  vote: { message: Message; user: SandboxUser; options: readonly number[]; author: BotState | null },
): Message {
  const { message, user, options, author } = vote;
  const { poll } = message;
  if (!poll) throw new ControlError(404, `Message ${message.message_id} is no poll.`);
  const before = store.state.votes.get(poll.id);
  requireAllowed(poll, options, before?.has(user.id) ?? false);
  const votes = new Map(before);
  if (options.length > 0) votes.set(user.id, [...options]);
  else votes.delete(user.id);
  const counted = countedPoll(poll, votes);
  deed.add({ t: "vote", poll: poll.id, by: user.id, options: [...options] });
  if (author) {
    deed.update(author, "poll", { poll: counted }, `poll:${poll.id}`);
    if (!poll.is_anonymous) {
      const option_persistent_ids = options.map((id) => poll.options[id]?.persistent_id ?? "");
      const poll_answer = {
        ...{ poll_id: poll.id, user: shownUser(user), option_ids: [...options], option_persistent_ids },
      };
      deed.update(author, "poll_answer", { poll_answer }, `poll_answer:${user.id}`);
    }
  }
  return { ...message, poll: counted };
}

function requireAllowed(poll: Poll, options: readonly number[], hasVoted: boolean): void {
  if (poll.is_closed) throw new ControlError(409, "The poll is closed.");
  if (hasVoted && !poll.allows_revoting) throw new ControlError(409, "In this poll a choice is made once.");
  if (options.length > 1 && !poll.allows_multiple_answers)
    throw new ControlError(400, "In this poll one option is chosen.");
  const isKnown = (id: number) => id < poll.options.length;
  if (!options.every(isKnown) || new Set(options).size !== options.length)
    throw new ControlError(
      400,
      `The options are numbered 0 to ${poll.options.length - 1}, each at most once.`,
    );
}

function countedPoll(poll: Poll, votes: ReadonlyMap<number, readonly number[]>): Poll {
  const counts = poll.options.map(() => 0);
  for (const options of votes.values()) for (const id of options) counts[id] = (counts[id] ?? 0) + 1;
  return {
    ...poll,
    options: poll.options.map((option, id) => ({ ...option, voter_count: counts[id] ?? 0 })),
    total_voter_count: votes.size,
  };
}
