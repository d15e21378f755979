import { expect, test } from "vitest";
import { maxAttachments } from "@/server/conversations/rules";
import { maxUploadBytes } from "@/server/uploads/rules";
import { whyNotAttach } from "./attachments";

const file = (changes: Partial<File> = {}) =>
  ({ name: "fatura.pdf", size: 1_000, lastModified: 1, ...changes }) as File;
const attached = (...files: File[]) => files.map((one) => ({ file: one }));

test.each([
  ["a file", file(), attached(), null],
  ["nothing in it", file({ size: 0 }), attached(), "empty"],
  ["the largest", file({ size: maxUploadBytes }), attached(), null],
  ["one byte more", file({ size: maxUploadBytes + 1 }), attached(), "too_large"],
  ["the same twice", file(), attached(file()), "twice"],
  ["the same name, another content", file({ size: 2_000 }), attached(file()), null],
  [
    "one more than a message takes",
    file(),
    attached(...Array.from({ length: maxAttachments }, (_, index) => file({ name: `${index}` }))),
    "too_many",
  ],
])("%s", (_, one, others, reason) => {
  expect(whyNotAttach(one, others)).toBe(reason);
});
