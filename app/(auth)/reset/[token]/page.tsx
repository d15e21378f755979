import type { Metadata } from "next";
import { getTranslations } from "next-intl/server";
import { ChoosePassword } from "@/components/auth/use-link-form";
import { WorthlessLink } from "@/components/auth/worthless-link";
import { readLink } from "@/server/auth";
import { chooseNewPassword } from "../../actions";

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations("auth"))("reset.title"), referrer: "no-referrer" };
}

/** Behind a link to reset a password. */
export default async function ChoosePage({ params }: { params: Promise<{ token: string }> }) {
  const { token } = await params;
  const read = await readLink(token, "reset");
  if (read.state !== "good") return <WorthlessLink state={read.state} again="/reset" />;
  return <ChoosePassword token={token} address={read.link.address} use={chooseNewPassword} />;
}
