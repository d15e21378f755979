"use client";

import Check from "lucide-react/icons/check";
import Copy from "lucide-react/icons/copy";
import { useTranslations } from "next-intl";
import { useEffect, useState } from "react";
import { IconButton } from "./icon-button";

/** Puts a value on the clipboard and says so. `label` names what is copied: “Adresi kopyala”. */
export function CopyButton(props: { value: string; label: string; showValue?: boolean; className?: string }) {
  const t = useTranslations("common");
  const [copied, setCopied] = useState(false);

  useEffect(() => {
    if (!copied) return;
    const timer = setTimeout(() => setCopied(false), 1600);
    return () => clearTimeout(timer);
  }, [copied]);

  const button = (
    <IconButton
      size="sm"
      label={copied ? t("copied") : props.label}
      icon={
        copied ? <Check aria-hidden size={16} className="text-success" /> : <Copy aria-hidden size={16} />
      }
      onClick={async () => {
        await navigator.clipboard.writeText(props.value);
        setCopied(true);
      }}
      className={props.showValue ? undefined : props.className}
    />
  );
  return (
    <>
      {props.showValue ? (
        <span className="inline-flex min-w-0 max-w-full items-center gap-1 rounded-md border border-line bg-sunken ps-2">
          <code className="truncate font-mono text-sm" dir="ltr">
            {props.value}
          </code>
          {button}
        </span>
      ) : (
        button
      )}
      <span role="status" className="sr-only">
        {copied ? t("copied") : ""}
      </span>
    </>
  );
}
