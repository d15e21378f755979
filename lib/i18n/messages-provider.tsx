"use client";

import { NextIntlClientProvider } from "next-intl";
import type { ReactNode } from "react";
import type { PanelMessages } from "./domains";
import type { Locale } from "./locales";

/** Holds the texts in the browser. Without a zone of its own it keeps the one around it (the workspace's). */
export function MessagesProvider(props: {
  locale: Locale;
  messages: PanelMessages;
  timeZone?: string;
  children: ReactNode;
}) {
  return (
    <NextIntlClientProvider locale={props.locale} messages={props.messages} timeZone={props.timeZone}>
      {props.children}
    </NextIntlClientProvider>
  );
}
