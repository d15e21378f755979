import Smartphone from "lucide-react/icons/smartphone";
import { useTranslations } from "next-intl";
import { type DemoSignIn, DemoSignInList } from "@/components/auth/demo-sign-in";
import { PreferenceMenu } from "@/components/shell/preference-menu";
import { buttonClass } from "@/components/ui/button";
import { Wordmark } from "@/components/ui/mark";
import { ConversationPicture } from "./conversation-picture";

const promises = ["proof", "person", "figures"] as const;

/** The front page: what Santral is, shown by one conversation, and the way in. */
export function Landing(props: { signIns: readonly DemoSignIn[]; phoneUrl?: string }) {
  const t = useTranslations("landing");
  const ownerUrl = props.signIns.find(({ role }) => role === "owner")?.url;
  return (
    <div data-app-root className="mx-auto flex min-h-dvh max-w-6xl flex-col px-4 sm:px-8">
      <header className="flex h-16 items-center justify-between">
        <Wordmark />
        <PreferenceMenu />
      </header>
      <main className="grid flex-1 content-center items-center gap-x-20 gap-y-12 py-10 lg:grid-cols-[minmax(0,1fr)_26rem] lg:py-16">
        <div className="flex max-w-xl flex-col gap-4">
          <h1 className="text-balance font-semibold text-xl">{t("title")}</h1>
          <p className="text-ink-muted text-lg">{t("lead")}</p>
          <dl className="mt-2 flex flex-col gap-4 border-line border-s ps-5">
            {promises.map((promise) => (
              <div key={promise}>
                <dt className="font-medium">{t(`promises.${promise}.title`)}</dt>
                <dd className="text-ink-muted">{t(`promises.${promise}.text`)}</dd>
              </div>
            ))}
          </dl>
          {ownerUrl && (
            <div className="mt-2 flex flex-wrap gap-2">
              {/* A plain link, as below: fetched in advance it would sign in. */}
              <a href={ownerUrl} className={buttonClass("primary", "lg")}>
                {t("demo.enter")}
              </a>
              {props.phoneUrl && (
                <a href={props.phoneUrl} className={buttonClass("secondary", "lg")}>
                  <Smartphone aria-hidden size={16} />
                  {t("demo.phone")}
                </a>
              )}
            </div>
          )}
        </div>
        <ConversationPicture />
        {ownerUrl && (
          <section
            aria-labelledby="demo"
            className="flex flex-col gap-4 border-line border-t pt-10 lg:col-span-2"
          >
            <div className="max-w-xl">
              <h2 id="demo" className="font-semibold text-lg">
                {t("demo.title")}
              </h2>
              <p className="text-ink-muted">{t("demo.text")}</p>
            </div>
            <DemoSignInList signIns={props.signIns} />
          </section>
        )}
      </main>
      <footer className="border-line border-t py-5 text-ink-faint text-sm">{t("footer")}</footer>
    </div>
  );
}
