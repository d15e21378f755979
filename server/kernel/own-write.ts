import type { HeaderSource } from "./sender";

/** The header that names the workspace; that it is not a simple header also keeps other sites' forms out. */
export const workspaceHeader = "x-santral-workspace";

/** Whether a write that rests on a cookie comes from our own pages: the cookie alone is not enough. */
export function isOwnWrite(request: HeaderSource): boolean {
  const origin = request.header("origin");
  const host = request.header("x-forwarded-host") ?? request.header("host");
  if (!request.header(workspaceHeader)) return false;
  return !origin || (URL.canParse(origin) && new URL(origin).host === host);
}
