import Mail from "lucide-react/icons/mail";
import Smartphone from "lucide-react/icons/smartphone";
import Link from "next/link";
import { useTranslations } from "next-intl";
import type { ReactNode } from "react";
import { type DemoSignIn, DemoSignInList } from "@/components/auth/demo-sign-in";
import { buttonClass } from "@/components/ui/button";
import { Kinds } from "./kinds";

const promises = ["proof", "person", "figures"] as const;

/** The front page: what Santral is, the real thing beside it (`children`), whom it is for, and the way in. */
export function Landing(props: {
  signIns: readonly DemoSignIn[];
  isSandboxOn: boolean;
  children: ReactNode;
}) {
  const t = useTranslations("landing");
  const ownerUrl = props.signIns.find(({ role }) => role === "owner")?.url;
  return (
    <div className="grid flex-1 content-center items-start gap-x-20 gap-y-16 py-10 lg:grid-cols-[minmax(0,1fr)_26rem] lg:py-16">
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
        <div className="mt-2 flex flex-wrap gap-2">
          <Link href="/sign-up" prefetch={false} className={buttonClass("primary", "lg")}>
            {t("nav.signUp")}
          </Link>
          {/* A plain link, as below: fetched in advance it would sign in. */}
          {ownerUrl && (
            <a href={ownerUrl} className={buttonClass("secondary", "lg")}>
              {t("demo.enter")}
            </a>
          )}
        </div>
      </div>
      {props.children}
      <Kinds className="lg:col-span-2" />
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
          {props.isSandboxOn && (
            <div className="flex flex-wrap gap-2">
              <a href="/sandbox/telegram" className={buttonClass("secondary", "md")}>
                <Smartphone aria-hidden size={16} />
                {t("demo.phone")}
              </a>
              <a href="/sandbox/mail" className={buttonClass("secondary", "md")}>
                <Mail aria-hidden size={16} />
                {t("live.mailbox")}
              </a>
            </div>
          )}
        </section>
      )}
    </div>
  );
}
