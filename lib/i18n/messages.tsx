import { getLocale } from "next-intl/server";
import type { ReactNode } from "react";
import type { MessageDomain } from "./domains";
import { loadMessages } from "./load-messages";
import { MessagesProvider } from "./messages-provider";

/**
 * Sends the texts of the named domains (and `common`, `failure`) to the client components inside, in the reader's language.
 * A nested one replaces the texts around it, so name all that the subtree uses; the zone it keeps.
 *
 * @param timeZone the workspace's zone, in which dates are told
 */
export async function Messages(props: {
  domains: readonly MessageDomain[];
  timeZone?: string;
  children: ReactNode;
}) {
  const locale = await getLocale();
  const messages = await loadMessages(locale, [
    ...new Set<MessageDomain>(["common", "failure", ...props.domains]),
  ]);
  return (
    <MessagesProvider locale={locale} messages={messages} timeZone={props.timeZone}>
      {props.children}
    </MessagesProvider>
  );
}
