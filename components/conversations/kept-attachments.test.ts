import { v7 } from "uuid";
import { afterEach, expect, test, vi } from "vitest";
import type { Attachment } from "./attachments";
import { keepAttached, readAttached } from "./kept-attachments";

const now = Date.UTC(2026, 10, 20, 9);
const of = { memberId: "mem_a", conversationId: "cnv_a" };

const attachment = (changes: Partial<Attachment> = {}): Attachment => ({
  key: v7({ msecs: now }),
  file: new File(["x"], "fatura.pdf"),
  previewUrl: null,
  state: "done",
  share: 1,
  upload: {
    id: "fil_a",
    kind: "document",
    name: "fatura.pdf",
    contentType: "application/pdf",
    sizeBytes: 120_000,
    width: null,
    height: null,
    photoObstacle: null,
  },
  reason: null,
  ...changes,
});

function useStorage(): Map<string, string> {
  const held = new Map<string, string>();
  vi.stubGlobal("window", {
    localStorage: {
      getItem: (key: string) => held.get(key) ?? null,
      setItem: (key: string, value: string) => held.set(key, value),
      removeItem: (key: string) => held.delete(key),
    },
  });
  return held;
}

afterEach(() => vi.unstubAllGlobals());

test("what the server has is there again after a reload; what was on its way is not", () => {
  useStorage();
  const arrived = attachment();
  keepAttached(of, [arrived, attachment({ state: "uploading", upload: null })]);
  const [back, ...others] = readAttached(of, now + 3_600_000);
  expect(others).toEqual([]);
  expect(back).toMatchObject({
    key: arrived.key,
    state: "done",
    upload: { id: "fil_a", sizeBytes: 120_000 },
  });
  expect(back!.file.name).toBe("fatura.pdf");
});

test("it is its member's, in its conversation, and gone when nothing is left of it", () => {
  const held = useStorage();
  keepAttached(of, [attachment()]);
  expect(readAttached({ ...of, memberId: "mem_b" }, now)).toEqual([]);
  expect(readAttached({ ...of, conversationId: "cnv_b" }, now)).toEqual([]);
  keepAttached(of, []);
  expect(held.size).toBe(0);
});

test("what the server has thrown away is not offered", () => {
  useStorage();
  keepAttached(of, [attachment()]);
  expect(readAttached(of, now + 22 * 3_600_000)).toHaveLength(1);
  expect(readAttached(of, now + 23 * 3_600_000)).toEqual([]);
});

test("storage that is broken or forbidden holds nothing", () => {
  expect(readAttached(of, now)).toEqual([]);
  useStorage().set("santral.files.mem_a.cnv_a", "{");
  expect(readAttached(of, now)).toEqual([]);
});
