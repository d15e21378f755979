import type { Metadata } from "next";
import { notFound } from "next/navigation";
import { getTranslations } from "next-intl/server";
import { Messages } from "@/lib/i18n/messages";
import { getSandbox } from "@/sandbox/presence";
import { PhonePage } from "./phone/phone-page";

export const dynamic = "force-dynamic";

export async function generateMetadata(): Promise<Metadata> {
  const t = await getTranslations("sandbox");
  return { title: t("title") };
}

/** A phone with Telegram in the browser. `?bot=&user=` opens a chat, `&group=` a group, `&start=` what a deep link would carry. */
export default async function TelegramPage(props: {
  searchParams: Promise<Record<string, string | string[] | undefined>>;
}) {
  if (!getSandbox()) notFound();
  const { bot, user, group, start } = await props.searchParams;
  return (
    <Messages domains={["sandbox"]}>
      <PhonePage
        initialBot={typeof bot === "string" ? bot : null}
        initialUser={typeof user === "string" && /^\d+$/.test(user) ? Number(user) : null}
        initialGroup={typeof group === "string" && /^-\d+$/.test(group) ? Number(group) : null}
        startPayload={typeof start === "string" ? start : ""}
      />
    </Messages>
  );
}
