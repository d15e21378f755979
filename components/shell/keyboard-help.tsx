"use client";

import { useTranslations } from "next-intl";
import { Dialog } from "@/components/ui/dialog";
import { Kbd } from "@/components/ui/kbd";
import { type Shortcut, useShortcuts } from "./shortcuts";

/** Every key that works here, as bound at this moment. */
export function KeyboardHelp(props: { open: boolean; onOpenChange: (open: boolean) => void }) {
  const t = useTranslations("shell");
  const all = useShortcuts();
  const here = all.filter((shortcut) => !shortcut.everywhere);
  const everywhere = all.filter((shortcut) => shortcut.everywhere);
  return (
    <Dialog open={props.open} onOpenChange={props.onOpenChange} title={t("keys.title")}>
      <div className="flex max-h-[60dvh] flex-col gap-5 overflow-y-auto">
        {here.length > 0 && <Group title={t("keys.here")} shortcuts={here} then={t("keys.then")} />}
        <Group title={t("keys.everywhere")} shortcuts={everywhere} then={t("keys.then")} />
      </div>
    </Dialog>
  );
}

function Group({ title, shortcuts, then }: { title: string; shortcuts: readonly Shortcut[]; then: string }) {
  return (
    <section>
      <h3 className="mb-1.5 font-medium text-ink-faint text-xs">{title}</h3>
      <dl className="flex flex-col gap-1.5">
        {shortcuts.map(({ keys, label }) => (
          <div key={keys} className="flex items-center justify-between gap-4">
            <dt>{label}</dt>
            <dd className="flex shrink-0 items-center gap-1.5 text-ink-faint text-xs">
              {keys.split(" ").map((key, index) => (
                // biome-ignore lint/suspicious/noArrayIndexKey: G and then G again are two keys.
                <span key={index} className="flex items-center gap-1.5">
                  {index > 0 && then}
                  <Kbd keys={key} />
                </span>
              ))}
            </dd>
          </div>
        ))}
      </dl>
    </section>
  );
}
