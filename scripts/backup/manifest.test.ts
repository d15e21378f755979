import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { Readable } from "node:stream";
import { afterAll, expect, test } from "vitest";
import { openFolder } from "./folder-place.ts";
import { listBackups, newBackupId } from "./manifest.ts";

const scratch = mkdtempSync(join(tmpdir(), "santral-manifest-"));
afterAll(() => rmSync(scratch, { recursive: true, force: true }));

test("backups of one second are listed oldest first, those of builds that told no milliseconds among them", async () => {
  const place = openFolder(scratch);
  const startedAt = Array.from(
    { length: 20 },
    (_, index) => new Date(Date.UTC(2026, 10, 23, 3, 30, 0, 7 * index)),
  );
  const ids = ["20261122T033000Z-ffffff", ...startedAt.map(newBackupId), "20261123T033001Z-000000"];
  for (const id of ids.toReversed()) {
    await place.write(`backups/${id}/manifest-b0123456789ab.age`, Readable.from([Buffer.from("{}")]));
  }
  const { whole } = await listBackups(place);
  expect(whole.map(({ id }) => id)).toEqual(ids);
  expect(whole.slice(1, -1).map((each) => each.startedAt)).toEqual(startedAt);
});
