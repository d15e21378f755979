import type { Metadata } from "next";
import { getTranslations } from "next-intl/server";
import type { ReactNode } from "react";
import { OperatorFrame } from "@/components/operator/operator-frame";
import { OperatorProviders } from "@/components/trpc";
import { Messages } from "@/lib/i18n/messages";
import { findFirstPage } from "@/server/auth";
import { noteEntry } from "@/server/operator";
import { openConsole } from "./open-console";

export const dynamic = "force-dynamic";

export async function generateMetadata(): Promise<Metadata> {
  const t = await getTranslations("operator");
  return { title: t("title"), robots: { index: false } };
}

/** The console of those who run this installation; its pages check again who asks. */
export default async function OperatorLayout({ children }: { children: ReactNode }) {
  const ctx = await openConsole("/operator");
  await noteEntry({ ctx });
  return (
    <OperatorProviders>
      <Messages domains={["operator", "channels"]}>
        <OperatorFrame home={await findFirstPage(ctx.session.personId)}>{children}</OperatorFrame>
      </Messages>
    </OperatorProviders>
  );
}
