"use client";

import { useTranslations } from "next-intl";
import { Button } from "@/components/ui/button";
import { toast } from "@/components/ui/toast";
import type { Control, PhoneBot } from "./control";

/** What somebody else does to the bot: BotFather takes its token back, another program takes its messages. */
export function BotFaults(props: {
  control: Control;
  bot: PhoneBot;
  onAttempt: (deed: Promise<unknown>) => void;
}) {
  const t = useTranslations("sandbox.botFaults");
  const { control, bot, onAttempt } = props;
  const revoke = async () => {
    await control.revokeToken(bot.username);
    toast.done(t("revoked"));
  };
  return (
    <section className="flex flex-col gap-3">
      <p className="text-ink-muted text-sm">{t("hint")}</p>
      <div className="flex flex-wrap gap-2">
        <Button size="sm" onClick={() => onAttempt(revoke())}>
          {t("revoke")}
        </Button>
        <Button size="sm" onClick={() => onAttempt(control.changeWebhook(bot.username, true))}>
          {t("foreignWebhook")}
        </Button>
        <Button size="sm" onClick={() => onAttempt(control.changeWebhook(bot.username, false))}>
          {t("dropWebhook")}
        </Button>
        <Button
          size="sm"
          onClick={() => onAttempt(control.setPolledElsewhere(bot.username, !bot.isPolledElsewhere))}
        >
          {t(bot.isPolledElsewhere ? "endPoller" : "foreignPoller")}
        </Button>
      </div>
    </section>
  );
}
