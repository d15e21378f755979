"use client";

import Send from "lucide-react/icons/send";
import { useTranslations } from "next-intl";
import { useState } from "react";
import { useWorkspace } from "@/components/trpc";
import { Button, buttonClass } from "@/components/ui/button";
import { CopyButton } from "@/components/ui/copy-button";
import { Dialog } from "@/components/ui/dialog";
import { useFormat } from "@/lib/format/use-format";
import { telegramShareUrl } from "@/server/members/rules";
import type { InvitationWithLink } from "@/server/members/schemas";

/** A new link, told this once: to be copied, or sent through Telegram. */
export function SentInvitation(props: { invitation: InvitationWithLink | null; onClose: () => void }) {
  const t = useTranslations("settings.invitations");
  const common = useTranslations("common");
  const format = useFormat();
  const { name } = useWorkspace();
  // What it holds stays while it closes.
  const [shown, setShown] = useState(props.invitation);
  if (props.invitation && props.invitation !== shown) setShown(props.invitation);
  return (
    <Dialog
      open={props.invitation !== null}
      onOpenChange={(isOpen) => !isOpen && props.onClose()}
      keepOpen
      title={shown?.email ? t("sent.titleMail") : t("sent.titleLink")}
      description={
        shown?.email
          ? t("sent.mail", { address: shown.email })
          : t("sent.link", { role: shown ? common(`role.${shown.role}`) : "" })
      }
      footer={
        <>
          {shown && (
            <a
              href={telegramShareUrl(shown.url, t("sent.telegramText", { workspace: name }))}
              target="_blank"
              rel="noreferrer"
              className={buttonClass()}
            >
              <Send aria-hidden size={16} />
              {t("sent.telegram")}
            </a>
          )}
          <Button variant="primary" onClick={props.onClose}>
            {t("sent.done")}
          </Button>
        </>
      }
    >
      {shown && (
        <div className="flex flex-col gap-2">
          <CopyButton value={shown.url} label={t("sent.copy")} showValue />
          <p className="text-ink-faint text-sm">{t("sent.once", { date: format.date(shown.expiresAt) })}</p>
        </div>
      )}
    </Dialog>
  );
}
