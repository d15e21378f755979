import type { Metadata } from "next";
import { cookies } from "next/headers";
import { getTranslations } from "next-intl/server";
import { ConfirmSignUp } from "@/components/auth/use-link-form";
import { WorthlessLink } from "@/components/auth/worthless-link";
import { readLink } from "@/server/auth";
import { confirmOwnSignUp } from "../../actions";
import { signUpCookie } from "../../sign-up-cookie";

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations("auth"))("confirm.title"), referrer: "no-referrer" };
}

/** Behind the link of a sign-up. */
export default async function ConfirmPage({ params }: { params: Promise<{ token: string }> }) {
  const { token } = await params;
  const read = await readLink(token, "sign-up");
  if (read.state !== "good") return <WorthlessLink state={read.state} again="/sign-up" />;
  const isElsewhere = !(await cookies()).has(signUpCookie);
  return (
    <ConfirmSignUp
      token={token}
      address={read.link.address}
      isElsewhere={isElsewhere}
      use={confirmOwnSignUp}
    />
  );
}
