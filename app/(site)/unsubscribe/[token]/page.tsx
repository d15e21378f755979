import type { Metadata } from "next";
import { getTranslations } from "next-intl/server";
import { Unsubscribe } from "@/components/mail/unsubscribe";
import { getSubscription, type SubscriptionState, UnsubscribeLinkInvalid } from "@/server/mail";

export async function generateMetadata(): Promise<Metadata> {
  const t = await getTranslations("mail.unsubscribe");
  return { title: t("title"), robots: { index: false }, referrer: "no-referrer" };
}

/** Where the link in bulk mail leads: looking changes nothing (programs look at links), pressing does. No sign-in. */
export default async function UnsubscribePage(props: {
  params: Promise<{ token: string }>;
  searchParams: Promise<{ done?: string }>;
}) {
  const [{ token }, { done }] = await Promise.all([props.params, props.searchParams]);
  const decoded = decodeURIComponent(token);
  return <Unsubscribe state={await find(decoded)} token={decoded} hasChanged={done !== undefined} />;
}

const find = (token: string): Promise<SubscriptionState | null> =>
  getSubscription(token).catch((error: unknown) => {
    if (error instanceof UnsubscribeLinkInvalid) return null;
    throw error;
  });
