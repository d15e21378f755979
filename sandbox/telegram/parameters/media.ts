import type { Field, Shape } from "./check";
import { caption, flag, seconds, side, thumbnail } from "./fields";

const typed = <const T extends string>(literal: T) =>
  ({ type: "string", required: true, literals: [literal] }) as const;
const media = { type: "file", required: true, missing: "media not found" } as const satisfies Field;
const pictured = { show_caption_above_media: flag, has_spoiler: flag } as const;

/** The parts of an album, and what a message's file may be exchanged for. */
export const inputMedia = {
  photo: { type: typed("photo"), media, ...caption, ...pictured },
  video: {
    ...{ type: typed("video"), media, ...caption, ...pictured, thumbnail },
    ...{ width: side, height: side, duration: seconds, supports_streaming: flag },
    cover: { type: "file", unsupported: true },
    start_timestamp: { type: "integer", unsupported: true },
  },
  animation: {
    ...{ type: typed("animation"), media, ...caption, ...pictured, thumbnail },
    ...{ width: side, height: side, duration: seconds },
  },
  audio: {
    ...{ type: typed("audio"), media, ...caption, thumbnail, duration: seconds },
    ...{ performer: { type: "string", max: 64 }, title: { type: "string", max: 64 } },
  },
  document: { type: typed("document"), media, ...caption, thumbnail, disable_content_type_detection: flag },
} as const satisfies Record<string, Shape>;

const { animation: _animation, ...albumParts } = inputMedia;

/** An album's parts: an animation cannot be one. */
export const albumMedia = {
  type: "array",
  required: true,
  min: 2,
  max: 10,
  missing: "there are no media in the request",
  wrong: "wrong number of messages: an album has 2 to 10 items",
  items: {
    type: "oneOf",
    by: "type",
    shapes: albumParts,
    wrong: "type of the media can't be used in an album",
  },
} as const satisfies Field;

export const newMedia = {
  type: "oneOf",
  by: "type",
  shapes: inputMedia,
  required: true,
  missing: "media not found",
  wrong: "unsupported media type specified",
} as const satisfies Field;

/** A bot's picture: a new upload, never a file that is known already. */
export const profilePhotos = {
  static: {
    type: typed("static"),
    photo: { type: "file", required: true, uploadOnly: true, missing: "there is no photo in the request" },
  },
} as const satisfies Record<string, Shape>;
