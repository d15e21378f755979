import { expect, test } from "vitest";
import { policy } from "@/server/kernel";
import { tagManagers } from "./rules";

test("screens know the roles that the policy lets manage tags", () => {
  expect(tagManagers).toEqual(policy["tag.manage"].roles);
});
