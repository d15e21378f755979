"use client";

import { CSPProvider } from "@base-ui/react/csp-provider";
import { DirectionProvider } from "@base-ui/react/direction-provider";
import type { ReactNode } from "react";
import { Toaster } from "@/components/ui/toast";
import type { Theme } from "@/lib/i18n/locales";
import { OfflineBar } from "./offline-bar";
import { ThemeProvider } from "./preferences";

/** What every surface needs around it; once, in the root layout. */
export function AppProviders(props: { dir: "ltr" | "rtl"; theme: Theme; children: ReactNode }) {
  return (
    // The page's policy lets no <style> in; what Base UI would put there stands in app/globals.css.
    <CSPProvider disableStyleElements>
      <DirectionProvider direction={props.dir}>
        <ThemeProvider initial={props.theme}>
          {props.children}
          <OfflineBar />
          <Toaster dir={props.dir} />
        </ThemeProvider>
      </DirectionProvider>
    </CSPProvider>
  );
}
