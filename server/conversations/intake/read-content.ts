import type { MessageContent } from "./intake-row";
import { brief, compact, countOf, cut, idText, isObject, type Json, plain } from "./json";
import { readMedia } from "./read-media";
import { unknownContentName } from "./unknown-content";

/** What a message says or is, in our kinds; what we do not know keeps the platform's name for it. */
export function readContent(message: Json, userId: string | null): MessageContent {
  if (typeof message.text === "string") return readText(plain(message.text));
  const text = plain(message.caption);
  const carried = readMedia(message);
  if (carried) return { kind: carried.kind, text, payload: { media: carried.media } };
  return (
    readContact(message.contact, userId) ??
    readPlace(message) ??
    readPoll(message.poll) ??
    readDice(message.dice) ??
    readStory(message.story) ?? {
      kind: "unsupported",
      text,
      payload: { unsupportedKind: unknownContentName(message) },
    }
  );
}

function readText(text: string): MessageContent {
  const command = /^\/([a-z0-9_]{1,32})(?:@\w+)?(?:\s+([\s\S]+))?$/i.exec(text);
  if (!command?.[1]) return { kind: "text", text, payload: {} };
  const argument = command[2]?.trim();
  return {
    kind: "command",
    text,
    payload: { command: { name: command[1].toLowerCase(), ...(argument ? { argument } : {}) } },
  };
}

function readContact(contact: unknown, userId: string | null): MessageContent | null {
  if (!isObject(contact)) return null;
  const name = cut([plain(contact.first_name), plain(contact.last_name)].filter(Boolean).join(" "), 200);
  return {
    kind: "contact",
    text: "",
    payload: {
      contact: {
        phone: plain(contact.phone_number),
        isOwn: userId !== null && idText(contact.user_id) === userId,
        ...(name && { name }),
      },
    },
  };
}

/** A place by name, or a bare point; a place comes with its point beside it as well. */
function readPlace(message: Json): MessageContent | null {
  const venue = isObject(message.venue) ? message.venue : null;
  const point = isObject(venue?.location) ? venue.location : message.location;
  if (!isObject(point)) return null;
  const latitude = degrees(point.latitude, 90);
  const longitude = degrees(point.longitude, 180);
  if (latitude === null || longitude === null) return null;
  const location = compact({
    latitude,
    longitude,
    accuracyM: measure(point.horizontal_accuracy),
    livePeriodS: countOf(point.live_period),
  });
  if (!venue) return { kind: "location", text: "", payload: { location } };
  return {
    kind: "venue",
    text: "",
    payload: {
      location,
      venue: { title: cut(plain(venue.title), 300), address: cut(plain(venue.address), 500) },
    },
  };
}

const degrees = (value: unknown, most: number): number | null =>
  typeof value === "number" && Math.abs(value) <= most ? value : null;

const measure = (value: unknown): number | undefined =>
  typeof value === "number" && Number.isFinite(value) && value >= 0 ? value : undefined;

const maxPollOptions = 20;

function readPoll(poll: unknown): MessageContent | null {
  if (!isObject(poll)) return null;
  const options = Array.isArray(poll.options) ? poll.options.filter(isObject) : [];
  return {
    kind: "poll",
    text: "",
    payload: {
      poll: {
        question: cut(plain(poll.question), 300),
        options: options
          .slice(0, maxPollOptions)
          .map((option) => ({ text: cut(plain(option.text), 100), votes: countOf(option.voter_count) ?? 0 })),
        isAnonymous: poll.is_anonymous !== false,
        isQuiz: poll.type === "quiz",
        allowsSeveral: poll.allows_multiple_answers === true,
        isClosed: poll.is_closed === true,
      },
    },
  };
}

function readDice(dice: unknown): MessageContent | null {
  if (!isObject(dice)) return null;
  const emoji = brief(dice.emoji, 16) ?? "🎲";
  return { kind: "dice", text: "", payload: { dice: { emoji, value: countOf(dice.value) ?? 0 } } };
}

function readStory(story: unknown): MessageContent | null {
  if (!isObject(story)) return null;
  const chat = isObject(story.chat) ? story.chat : {};
  const name =
    brief(chat.title, 200) ?? cut([plain(chat.first_name), plain(chat.last_name)].join(" ").trim(), 200);
  return {
    kind: "story",
    text: "",
    payload: { story: compact({ name, username: brief(chat.username, 64) }) },
  };
}
