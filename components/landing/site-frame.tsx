import Link from "next/link";
import { useTranslations } from "next-intl";
import type { ReactNode } from "react";
import { PreferenceMenu } from "@/components/shell/preference-menu";
import { buttonClass } from "@/components/ui/button";
import { Wordmark } from "@/components/ui/mark";

const places = ["pricing", "guide", "status"] as const;

/** The head and foot of every public page. */
export function SiteFrame({ children }: { children: ReactNode }) {
  const t = useTranslations("landing");
  const links = places.map((place) => (
    // Not fetched in advance, as below: their weight would be paid by who only reads this page.
    <Link
      key={place}
      href={`/${place}`}
      prefetch={false}
      className="rounded-md py-2 text-ink-muted hover:text-ink"
    >
      {t(`nav.${place}`)}
    </Link>
  ));
  return (
    <div data-app-root className="mx-auto flex min-h-dvh max-w-6xl flex-col px-4 sm:px-8">
      <header className="flex h-16 items-center gap-6">
        <Link href="/" prefetch={false} className="rounded-md">
          <Wordmark />
        </Link>
        <nav aria-label={t("nav.label")} className="flex flex-1 gap-5 max-sm:hidden">
          {links}
        </nav>
        <div className="ms-auto flex items-center gap-1">
          <PreferenceMenu />
          {/* Not fetched in advance: most readers are not about to sign in. */}
          <Link href="/sign-in" prefetch={false} className={buttonClass("secondary", "md")}>
            {t("nav.signIn")}
          </Link>
        </div>
      </header>
      <main className="flex flex-1 flex-col">{children}</main>
      <footer className="flex flex-wrap items-center gap-x-6 gap-y-1 border-line border-t py-5 text-ink-faint text-sm">
        <p className="flex-1 max-sm:basis-full">{t("footer")}</p>
        <div className="flex gap-5 sm:hidden">{links}</div>
      </footer>
    </div>
  );
}
