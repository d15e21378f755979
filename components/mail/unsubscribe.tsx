import MailX from "lucide-react/icons/mail-x";
import { useTranslations } from "next-intl";
import type { ReactNode } from "react";
import { Button, buttonClass } from "@/components/ui/button";

type Props = {
  /** Null: the link does not work. */
  state: { workspace: string; isSubscribed: boolean } | null;
  token: string;
  /** The reader has just pressed. */
  hasChanged: boolean;
};

/** A form that works without a script: one button, and what it did. */
export function Unsubscribe({ state, token, hasChanged }: Props) {
  const t = useTranslations("mail.unsubscribe");
  if (!state) {
    return (
      <Frame title={t("invalid")} text={t("invalidHint")}>
        <Button href="/">{t("home")}</Button>
      </Frame>
    );
  }
  const { workspace, isSubscribed } = state;
  const title = isSubscribed ? (hasChanged ? t("back") : t("title")) : t("done");
  return (
    <Frame title={title} text={isSubscribed ? t("lead", { workspace }) : t("doneHint", { workspace })}>
      <form method="post" action={`/api/mail/unsubscribe/${token}`}>
        <input type="hidden" name="wish" value={isSubscribed ? "end" : "again"} />
        <button type="submit" className={buttonClass(isSubscribed ? "primary" : "secondary", "lg")}>
          {isSubscribed ? t("button") : t("undo")}
        </button>
      </form>
    </Frame>
  );
}

function Frame(props: { title: string; text: string; children: ReactNode }) {
  return (
    <div className="mx-auto flex max-w-md flex-1 flex-col items-start justify-center gap-3 py-16">
      <MailX aria-hidden size={20} className="text-ink-faint" />
      <h1 className="font-semibold text-xl">{props.title}</h1>
      <p className="text-ink-muted text-lg">{props.text}</p>
      <div className="mt-2">{props.children}</div>
    </div>
  );
}
