import { linkMinutes } from "@/server/auth";
import { getRuntime } from "@/server/kernel";

/** Shows behind the mailed link that this is the browser which signed up. */
export const signUpCookie = "santral.sign-up";

export const signUpCookieOptions = () => ({
  httpOnly: true,
  sameSite: "lax" as const,
  path: "/sign-up",
  secure: getRuntime().env.origin.startsWith("https://"),
  maxAge: linkMinutes["sign-up"] * 60,
});
