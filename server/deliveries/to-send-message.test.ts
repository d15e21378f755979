import { expect, test } from "vitest";
import { toSendMessage } from "./to-send-message";

const message = { chatId: "42", text: "Merhaba", payload: null };

test.each([
  ["plain", null, undefined],
  [
    "buttons",
    { buttons: [[{ label: "Evet", data: "y" }], [{ label: "Hayır", data: "n" }]] },
    { inline_keyboard: [[{ text: "Evet", callback_data: "y" }], [{ text: "Hayır", callback_data: "n" }]] },
  ],
  [
    "asking for the contact, before buttons",
    { askContact: { label: "Numaramı paylaş" }, buttons: [[{ label: "Evet", data: "y" }]] },
    {
      keyboard: [[{ text: "Numaramı paylaş", request_contact: true }]],
      resize_keyboard: true,
      one_time_keyboard: true,
    },
  ],
  ["taking the keyboard away", { removeKeyboard: true }, { remove_keyboard: true }],
  ["no buttons", { buttons: [] }, undefined],
])("%s", (_label, payload, markup) => {
  expect(toSendMessage({ ...message, payload }).reply_markup).toEqual(markup);
});

test("goes to the topic it belongs to", () => {
  expect(toSendMessage({ ...message, payload: { threadId: 77 } })).toMatchObject({ message_thread_id: 77 });
  expect(toSendMessage(message)).not.toHaveProperty("message_thread_id");
});

test.each([
  ["42", 42],
  ["-1001234567890", -1001234567890],
  ["@kanal", "@kanal"],
])("chat %s is named as the platform does", (chatId, named) => {
  expect(toSendMessage({ ...message, chatId }).chat_id).toBe(named);
});
