import { encodeSessionCookie, sessionCookieName, startSession } from "@/server/kernel";
import type { Bench, BenchDatabase, Product } from "./bench.ts";
import { openRuntime } from "./in-process.ts";

/** Cookies that the running product takes for those of signed-in people; one session a call. */
export async function openSignIn(bench: Bench, database: BenchDatabase, product: Product) {
  const runtime = await openRuntime(bench, database, product.secret);
  const signIn = async (personId: string) =>
    `${sessionCookieName()}=${await encodeSessionCookie(await startSession({ personId, method: "demo" }))}`;
  return { signIn, close: () => runtime.stop() };
}
