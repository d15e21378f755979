"use client";

import { useTranslations } from "next-intl";
import { useState } from "react";
import { Button } from "@/components/ui/button";
import { ConfirmDialog } from "@/components/ui/confirm-dialog";
import { toast } from "@/components/ui/toast";
import { Tooltip } from "@/components/ui/tooltip";
import type { Method } from "@/server/auth/rules";
import type { AccountData, AccountDeeds } from "./account-types";
import { useDeed } from "./use-deed";

/** Takes a way to sign in away, after a question; says why the last one stays. */
export function UnlinkButton(props: { method: Method; account: AccountData; deeds: AccountDeeds }) {
  const t = useTranslations("account");
  const [isOpen, setIsOpen] = useState(false);
  const { run, fault } = useDeed();
  const { method } = props;
  const name = t(`names.${method}`);
  const label = t("methods.unlinkOf", { method: name });
  if (!props.account.removable.includes(method)) {
    return (
      <Tooltip label={t("methods.last")}>
        <Button size="sm" variant="ghost" aria-disabled aria-label={`${label}: ${t("methods.last")}`}>
          {t("methods.unlink")}
        </Button>
      </Tooltip>
    );
  }
  return (
    <>
      <Button size="sm" variant="ghost" aria-label={label} onClick={() => setIsOpen(true)}>
        {t("methods.unlink")}
      </Button>
      <ConfirmDialog
        open={isOpen}
        onOpenChange={setIsOpen}
        title={t("methods.unlinkTitle", { method: name })}
        consequence={fault ?? t(method === "address" ? "methods.unlinkAddress" : "methods.unlinkText")}
        confirmLabel={t("methods.unlink")}
        onConfirm={() =>
          run(
            () => props.deeds.unlink(method),
            () => toast.done(t("methods.unlinked", { method: name })),
          )
        }
      />
    </>
  );
}
