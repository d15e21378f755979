import type { Metadata } from "next";
import { notFound } from "next/navigation";
import { getTranslations } from "next-intl/server";
import { Messages } from "@/lib/i18n/messages";
import { getSandbox } from "@/sandbox/presence";
import { MailboxPage } from "./mailbox/mailbox-page";

export const dynamic = "force-dynamic";

export async function generateMetadata(): Promise<Metadata> {
  const t = await getTranslations("mail.mailbox");
  return { title: t("title") };
}

/** Everything that the product has mailed, while the sandbox is on. */
export default function MailPage() {
  if (!getSandbox()) notFound();
  return (
    <Messages domains={["sandbox", "mail"]}>
      <MailboxPage />
    </Messages>
  );
}
