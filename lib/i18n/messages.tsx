import { NextIntlClientProvider } from "next-intl";
import { getLocale } from "next-intl/server";
import type { ReactNode } from "react";
import type { MessageDomain } from "./domains";
import { loadMessages } from "./load-messages";
import { defaultTimeZone } from "./request";

/**
 * Sends the texts of the named domains (and `common`) to the client components inside, in the reader's language.
 * A nested one replaces what is outside, so name all that the subtree uses.
 *
 * @param timeZone the workspace's zone, in which dates are told; Istanbul without one
 */
export async function Messages(props: {
  domains: readonly MessageDomain[];
  timeZone?: string;
  children: ReactNode;
}) {
  const locale = await getLocale();
  const messages = await loadMessages(locale, [...new Set<MessageDomain>(["common", ...props.domains])]);
  return (
    <NextIntlClientProvider locale={locale} messages={messages} timeZone={props.timeZone ?? defaultTimeZone}>
      {props.children}
    </NextIntlClientProvider>
  );
}
