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

/** Everything that the product has mailed, while the sandbox is on. `?to=` looks for an address and opens its newest mail. */
export default async function MailPage(props: {
  searchParams: Promise<Record<string, string | string[] | undefined>>;
}) {
  if (!getSandbox()) notFound();
  const { to } = await props.searchParams;
  return (
    <Messages domains={["sandbox", "mail"]}>
      <MailboxPage to={typeof to === "string" ? to : null} />
    </Messages>
  );
}
