import type { Metadata } from "next";
import { getTranslations } from "next-intl/server";
import { SignInByLink } from "@/components/auth/use-link-form";
import { WorthlessLink } from "@/components/auth/worthless-link";
import { readLink } from "@/server/auth";
import { signInByLink } from "../../actions";

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations("auth"))("link.title"), referrer: "no-referrer" };
}

/** Behind a link to sign in. */
export default async function LinkPage({ params }: { params: Promise<{ token: string }> }) {
  const { token } = await params;
  const read = await readLink(token, "sign-in");
  if (read.state !== "good") return <WorthlessLink state={read.state} again="/link" />;
  return <SignInByLink token={token} address={read.link.address} use={signInByLink} />;
}
