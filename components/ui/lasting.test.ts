import { afterEach, expect, test, vi } from "vitest";
import { lasting } from "./lasting";

afterEach(() => vi.unstubAllGlobals());

const browser = (onLine: boolean) => {
  vi.stubGlobal("window", new EventTarget());
  vi.stubGlobal("navigator", { onLine });
};

test("without a connection a part waits for it", async () => {
  browser(false);
  const load = vi.fn().mockRejectedValueOnce(new Error("no chunk")).mockResolvedValue("part");
  const part = lasting(load)();
  await vi.waitFor(() => expect(load).toHaveBeenCalledOnce());
  window.dispatchEvent(new Event("online"));
  await expect(part).resolves.toBe("part");
});

test("with a connection a part that is not there fails", async () => {
  browser(true);
  await expect(lasting(() => Promise.reject(new Error("gone")))()).rejects.toThrow("gone");
});
