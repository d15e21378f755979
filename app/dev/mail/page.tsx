import { notFound } from "next/navigation";
import { localeNames, locales } from "@/lib/i18n/locales";
import { getRuntime } from "@/server/kernel";
import { mailTemplates } from "@/server/mail";

export const metadata = { title: "Mail" };

/** Every mail in the four languages, as it would go out; not there in production. */
export default function MailTemplatesPage() {
  if (getRuntime().env.mode === "production") notFound();
  return (
    <main className="flex flex-col gap-8 p-4 sm:p-8" dir="ltr">
      <h1 className="font-semibold text-xl">Mail</h1>
      {mailTemplates.map((template) => (
        <section key={template} className="flex flex-col gap-3" aria-labelledby={template}>
          <h2 id={template} className="font-semibold text-lg">
            {template}
          </h2>
          <div className="grid gap-4 xl:grid-cols-2 2xl:grid-cols-4">
            {locales.map((locale) => {
              const source = `/dev/mail/preview?template=${template}&locale=${locale}`;
              return (
                <figure key={locale} className="flex flex-col gap-1">
                  <figcaption className="flex gap-3 text-ink-muted text-sm">
                    {localeNames[locale]}
                    <a href={`${source}&part=text`} className="text-accent-text underline">
                      text
                    </a>
                  </figcaption>
                  <iframe
                    title={`${template}, ${localeNames[locale]}`}
                    src={source}
                    sandbox=""
                    loading="lazy"
                    className="h-[34rem] w-full rounded-lg border border-line"
                  />
                </figure>
              );
            })}
          </div>
        </section>
      ))}
    </main>
  );
}
