import { expect, test } from "vitest";
import { runIds } from "./run-ids";

test("a run that was not answered is the same one when it is pressed again, and a new one once it was", () => {
  const first = runIds.take("mcr_a", "cnv_a");
  expect(runIds.take("mcr_a", "cnv_a")).toEqual(first);
  expect(runIds.take("mcr_a", "cnv_b")).not.toEqual(first);
  expect(runIds.take("mcr_b", "cnv_a")).not.toEqual(first);
  runIds.settle("mcr_a", "cnv_a");
  expect(runIds.take("mcr_a", "cnv_a")).not.toEqual(first);
});
