import ArrowLeft from "lucide-react/icons/arrow-left";
import ChevronRight from "lucide-react/icons/chevron-right";
import Link from "next/link";
import { useTranslations } from "next-intl";

type Chapter = {
  key: "begin" | "daily" | "team" | "more";
  pages: readonly { name: string; title: string }[];
};

/** The guide's texts, a line each, by chapter. */
export function GuideList(props: { chapters: readonly Chapter[]; isOther: boolean }) {
  const t = useTranslations("landing.guide");
  return (
    <div className="flex max-w-2xl flex-col gap-6 py-10">
      <div className="flex flex-col gap-2">
        <h1 className="font-semibold text-xl">{t("title")}</h1>
        <p className="text-ink-muted text-lg">{t("lead")}</p>
        {props.isOther && <p className="text-ink-muted">{t("otherAll")}</p>}
      </div>
      {props.chapters.length === 0 && <p className="text-ink-muted">{t("empty")}</p>}
      {props.chapters.map(({ key, pages }) => (
        <section key={key} aria-labelledby={`guide-${key}`} className="flex flex-col gap-2">
          <h2 id={`guide-${key}`} className="font-semibold">
            {t(`chapters.${key}`)}
          </h2>
          <ul className="divide-y divide-line overflow-hidden rounded-lg border border-line bg-surface">
            {pages.map(({ name, title }) => (
              <li key={name}>
                <Link
                  href={`/guide/${name}`}
                  prefetch={false}
                  className="focus-visible:-outline-offset-2 flex min-h-12 items-center gap-3 px-4 py-2 hover:bg-hover"
                >
                  <bdi className="flex-1">{title}</bdi>
                  <ChevronRight aria-hidden size={16} className="flip-rtl text-ink-faint" />
                </Link>
              </li>
            ))}
          </ul>
        </section>
      ))}
    </div>
  );
}

/** One text as it was written. Its direction is its own language's, which need not be the reader's. */
export function GuideText(props: { text: { html: string; language: string }; locale: string }) {
  const t = useTranslations("landing.guide");
  const { html, language } = props.text;
  return (
    <div className="flex max-w-3xl flex-col gap-4 py-10">
      <Link
        href="/guide"
        className="flex min-h-6 w-fit items-center gap-2 rounded-md text-ink-muted hover:text-ink"
      >
        <ArrowLeft aria-hidden size={16} className="flip-rtl" />
        {t("all")}
      </Link>
      {language !== props.locale && <p className="text-ink-faint text-sm">{t("other")}</p>}
      <article
        lang={language}
        dir={language === "ar" ? "rtl" : "ltr"}
        className="guide"
        // biome-ignore lint/security/noDangerouslySetInnerHtml: made from the files of docs/guide, which nobody outside writes
        dangerouslySetInnerHTML={{ __html: html }}
      />
    </div>
  );
}
