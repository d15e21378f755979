import { randomBytes, randomInt } from "node:crypto";
import type { Location, Message, Poll, Venue } from "@grammyjs/types";
import { badRequest } from "../errors";
import { send } from "./message";
import { getEditableOrThrow, getPeerOrThrow, type MethodCall, type Outcome } from "./outcome";

/** Messages whose content is no text and no file. */

export function sendLocation(call: MethodCall): Outcome {
  return send(call, getPeerOrThrow(call), { fields: { location: locationOf(call.params) } });
}

export function sendVenue(call: MethodCall): Outcome {
  const { title, address } = call.params as { title: string; address: string };
  const names = ["foursquare_id", "foursquare_type", "google_place_id", "google_place_type"] as const;
  const venue: Venue = { location: locationOf(call.params), title, address };
  for (const name of names) if (call.params[name]) venue[name] = call.params[name] as string;
  return send(call, getPeerOrThrow(call), { fields: { location: venue.location, venue } });
}

export function sendContact(call: MethodCall): Outcome {
  const { phone_number, first_name, last_name, vcard } = call.params as Record<string, string>;
  const contact = {
    ...{ phone_number: phone_number as string, first_name: first_name as string },
    ...(last_name && { last_name }),
    ...(vcard && { vcard }),
  };
  return send(call, getPeerOrThrow(call), { fields: { contact } });
}

const diceSides: Readonly<Record<string, number>> = { "🎲": 6, "🎯": 6, "🎳": 6, "🏀": 5, "⚽": 5, "🎰": 64 };

export function sendDice(call: MethodCall): Outcome {
  return send(call, getPeerOrThrow(call), {
    fields: { dice: thrown(call.params.emoji as string | undefined) },
  });
}

/** A dice (or another of its kind) with a value by chance. */
export function thrown(emoji = "🎲", value?: number): { emoji: string; value: number } {
  const sides = diceSides[emoji];
  if (sides === undefined || (value !== undefined && (value < 1 || value > sides)))
    throw badRequest("wrong dice emoji specified");
  return { emoji, value: value ?? randomInt(1, sides + 1) };
}

export function sendPoll(call: MethodCall): Outcome {
  return send(call, getPeerOrThrow(call), { fields: { poll: newPoll(call.params, call.nowMs) } });
}

export function stopPoll(call: MethodCall): Outcome {
  const before = getEditableOrThrow(call);
  if (!before.poll) throw badRequest("there is no poll in the message");
  if (before.poll.is_closed) throw badRequest("poll has already been closed");
  const poll = { ...before.poll, is_closed: true };
  const { reply_markup: _markup, ...rest } = before;
  const markup = call.params.reply_markup as Message["reply_markup"];
  const message = { ...rest, poll, ...(markup && { reply_markup: markup }) } as Message;
  return { result: poll, records: [{ t: "message", bot: call.bot.id, message }] };
}

/** A poll nobody has voted in. */
export function newPoll(given: Record<string, unknown>, nowMs: number): Poll {
  const question = (given.question as string).trim();
  if (question === "") throw badRequest("poll question must be non-empty");
  const options = (given.options as { text: string }[]).map(({ text }) => text.trim());
  if (options.some((text) => text === "")) throw badRequest("poll options must be non-empty");
  const isQuiz = given.type === "quiz";
  const correct = given.correct_option_ids as number[] | undefined;
  if (isQuiz && !correct) throw badRequest("quiz must have at least one correct option");
  if (!isQuiz && correct) throw badRequest("correct options can be specified only in quizzes");
  if (
    correct?.some((id, index) => id >= options.length || (index > 0 && id <= (correct[index - 1] as number)))
  )
    throw badRequest("wrong correct option identifier specified");
  const openPeriod = given.open_period as number | undefined;
  const closeDate = given.close_date as number | undefined;
  if (openPeriod !== undefined && closeDate !== undefined)
    throw badRequest("can't use both open_period and close_date");
  const nowS = Math.floor(nowMs / 1000);
  if (closeDate !== undefined && (closeDate < nowS + 5 || closeDate > nowS + 2_628_000))
    throw badRequest("wrong close_date specified");
  return {
    id: (randomBytes(8).readBigUInt64BE() >> 1n).toString(),
    question,
    options: options.map((text, index) => ({ persistent_id: String(index), text, voter_count: 0 })),
    total_voter_count: 0,
    is_closed: given.is_closed === true,
    is_anonymous: given.is_anonymous !== false,
    type: isQuiz ? "quiz" : "regular",
    allows_multiple_answers: given.allows_multiple_answers === true,
    allows_revoting: (given.allows_revoting as boolean | undefined) ?? !isQuiz,
    members_only: false,
    ...(correct && { correct_option_ids: correct }),
    ...(given.explanation ? { explanation: given.explanation as string } : {}),
    ...(given.description ? { description: given.description as string } : {}),
    ...(openPeriod !== undefined && { open_period: openPeriod, close_date: nowS + openPeriod }),
    ...(closeDate !== undefined && { close_date: closeDate }),
  };
}

function locationOf(given: Record<string, unknown>): Location {
  const names = ["horizontal_accuracy", "live_period", "heading", "proximity_alert_radius"] as const;
  const location: Location = { latitude: given.latitude as number, longitude: given.longitude as number };
  for (const name of names) if (given[name] !== undefined) location[name] = given[name] as number;
  return location;
}
