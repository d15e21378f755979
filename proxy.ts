import { type NextRequest, NextResponse } from "next/server";
import { isDevelopment } from "./lib/build";
import { pagePolicy } from "./lib/security-headers.mjs";

/** Gives every page view a nonce of its own. Next reads it from the request's policy and puts it on its scripts. */
export function proxy(request: NextRequest): NextResponse {
  const bytes = crypto.getRandomValues(new Uint8Array(18));
  const policy = pagePolicy(btoa(String.fromCharCode(...bytes)), { isDev: isDevelopment });
  const headers = new Headers(request.headers);
  headers.set("content-security-policy", policy);
  const response = NextResponse.next({ request: { headers } });
  response.headers.set("content-security-policy", policy);
  return response;
}

export const config = {
  matcher: [
    {
      // Whatever may end as a page, also one that says that nothing is there. Nothing below `api/` does, and a body that
      // passes through here is cut off at 10 MB: files come in there.
      source:
        "/((?!_next/|api/|fonts/|icons/|icon\\.svg$|favicon\\.ico$|sw\\.js$|manifest\\.webmanifest$).*)",
      // What is fetched into an open page lives under that page's policy.
      missing: [{ type: "header", key: "rsc" }],
    },
  ],
};
