"use client";

import { Dialog } from "@base-ui/react/dialog";
import { Command as Palette } from "cmdk";
import ArrowLeftRight from "lucide-react/icons/arrow-left-right";
import ListChecks from "lucide-react/icons/list-checks";
import Plus from "lucide-react/icons/plus";
import Search from "lucide-react/icons/search";
import TextSearch from "lucide-react/icons/text-search";
import UserPlus from "lucide-react/icons/user-plus";
import { useRouter } from "next/navigation";
import { useTranslations } from "next-intl";
import { useState } from "react";
import { Count } from "@/components/ui/badge";
import { Kbd } from "@/components/ui/kbd";
import { backdropClass } from "@/components/ui/popup";
import { useWaiting } from "@/components/workspaces/waiting-store";
import { localeNames, locales, themes } from "@/lib/i18n/locales";
import { foldText } from "@/lib/text/fold";
import { type Command, usePageCommands } from "./commands";
import { panelPages, panelPath } from "./pages";
import type { ShellWorkspace } from "./panel-types";
import { themeIcons, usePreferences } from "./preferences";
import { useFound } from "./use-found";

/** ⌘K: customers and shop orders, every page, the actions of the one on screen, and the reader's preferences. */
export default function CommandPalette(props: {
  slug: string;
  workspaces: readonly ShellWorkspace[];
  open: boolean;
  onOpenChange: (open: boolean) => void;
}) {
  const t = useTranslations("shell");
  const common = useTranslations("common");
  const router = useRouter();
  const preferences = usePreferences();
  const actions = usePageCommands();
  const waiting = useWaiting();
  const [query, setQuery] = useState("");
  const found = useFound(props.slug, query);

  const pages: Command[] = panelPages.map(({ key, icon: Icon, goKey }) => ({
    id: `page:${key}`,
    label: t(`pages.${key}`),
    icon: <Icon aria-hidden size={16} />,
    shortcut: `g ${goKey}`,
    href: panelPath(props.slug, key),
  }));
  const places: Command[] = [
    ...props.workspaces
      .filter(({ slug }) => slug !== props.slug)
      .map(({ slug, name, kind }) => ({
        id: `workspace:${slug}`,
        label: t("palette.workspace", { name }),
        keywords: [slug, common(`kind.${kind}`), t("workspace.list")],
        icon: <ArrowLeftRight aria-hidden size={16} />,
        count: waiting.get(slug),
        href: panelPath(slug, "conversations"),
      })),
    {
      id: "workspace:invite",
      label: t("palette.invite"),
      icon: <UserPlus aria-hidden size={16} />,
      href: `${panelPath(props.slug, "settings")}/members?invite=1`,
    },
    {
      id: "workspace:start",
      label: t("palette.start"),
      icon: <ListChecks aria-hidden size={16} />,
      href: `/start/${props.slug}`,
    },
    {
      id: "workspace:new",
      label: t("workspace.new"),
      icon: <Plus aria-hidden size={16} />,
      href: `/start?in=${props.slug}`,
    },
  ];
  const wanted = query.trim();
  const inMessages: Command[] =
    wanted.length < 2
      ? []
      : [
          {
            id: "find:messages",
            label: t("palette.inMessages", { query: wanted }),
            icon: <TextSearch aria-hidden size={16} />,
            href: `${panelPath(props.slug, "conversations")}?${new URLSearchParams({ q: wanted, in: "messages" })}`,
          },
        ];
  const choices: Command[] = [
    ...themes.map((theme) => ({
      id: `theme:${theme}`,
      label: t("palette.theme", { name: common(`theme.${theme}`) }),
      icon: themeIcons[theme],
      run: () => preferences.setTheme(theme),
    })),
    ...locales.map((locale) => ({
      id: `locale:${locale}`,
      label: t("palette.language", { name: localeNames[locale] }),
      run: () => preferences.setLocale(locale),
    })),
  ];

  function change(open: boolean) {
    if (!open) setQuery("");
    props.onOpenChange(open);
  }

  function choose(command: Command) {
    change(false);
    if ("href" in command) router.push(command.href);
    else command.run();
  }

  return (
    <Dialog.Root open={props.open} onOpenChange={change}>
      <Dialog.Portal>
        <Dialog.Backdrop className={backdropClass} />
        <Dialog.Popup className="fixed start-1/2 top-[12dvh] z-40 w-[calc(100vw-2rem)] max-w-xl rounded-lg bg-raised text-ink shadow-float outline-hidden transition-opacity ltr:-translate-x-1/2 rtl:translate-x-1/2 data-ending-style:opacity-0 data-starting-style:opacity-0">
          <Dialog.Title className="sr-only">{t("palette.title")}</Dialog.Title>
          <Palette label={t("palette.title")} filter={matches} loop>
            <div className="flex items-center gap-3 border-line border-b px-4">
              <Search aria-hidden size={16} className="shrink-0 text-ink-faint" />
              <Palette.Input
                value={query}
                onValueChange={setQuery}
                placeholder={t("palette.placeholder")}
                className="h-12 w-full bg-transparent text-lg outline-hidden placeholder:text-ink-faint"
              />
            </div>
            <Palette.List className="max-h-[min(24rem,60dvh)] overflow-y-auto p-2">
              <Palette.Empty className="px-3 py-8 text-center text-ink-muted">
                {found.isWaiting ? t("palette.searching") : t("palette.empty", { query })}
              </Palette.Empty>
              <Group title={t("palette.actions")} commands={actions} onChoose={choose} />
              <Group title={t("palette.pages")} commands={pages} onChoose={choose} />
              <Group title={t("palette.workspaces")} commands={places} onChoose={choose} />
              <Group title={t("palette.customers")} commands={found.customers} onChoose={choose} />
              <Group title={t("palette.orders")} commands={found.shopOrders} onChoose={choose} />
              <Group title={t("palette.messages")} commands={inMessages} onChoose={choose} />
              <Group title={t("palette.preferences")} commands={choices} onChoose={choose} />
            </Palette.List>
          </Palette>
        </Dialog.Popup>
      </Dialog.Portal>
    </Dialog.Root>
  );
}

function Group(props: { title: string; commands: readonly Command[]; onChoose: (command: Command) => void }) {
  if (props.commands.length === 0) return null;
  return (
    <Palette.Group
      heading={props.title}
      className="[&_[cmdk-group-heading]]:px-2 [&_[cmdk-group-heading]]:pt-2 [&_[cmdk-group-heading]]:pb-1 [&_[cmdk-group-heading]]:font-medium [&_[cmdk-group-heading]]:text-ink-faint [&_[cmdk-group-heading]]:text-xs"
    >
      {props.commands.map((command) => (
        <Palette.Item
          key={command.id}
          value={command.id}
          keywords={[command.label, ...(command.keywords ?? [])]}
          onSelect={() => props.onChoose(command)}
          className="flex min-h-9 cursor-default select-none items-center gap-3 rounded-md px-2 data-[selected=true]:bg-hover max-sm:min-h-11"
        >
          <span className="flex size-4 shrink-0 items-center text-ink-faint">{command.icon}</span>
          <span className="min-w-0 flex-1 truncate">{command.label}</span>
          <Count value={command.count} tone="accent" />
          {command.shortcut && (
            <span className="flex gap-1 max-sm:hidden">
              {command.shortcut.split(" ").map((keys, index) => (
                // biome-ignore lint/suspicious/noArrayIndexKey: G and then G again are two keys.
                <Kbd key={index} keys={keys} />
              ))}
            </span>
          )}
        </Palette.Item>
      ))}
    </Palette.Group>
  );
}

/** Every word typed must begin a word of the label; Turkish letters and their ASCII forms are alike. What the server found is found. */
function matches(id: string, search: string, keywords: string[] = []): number {
  if (id.startsWith("find:")) return 1;
  const words = foldText(keywords.join(" ")).split(/\s+/);
  const wanted = foldText(search).split(/\s+/).filter(Boolean);
  return wanted.every((part) => words.some((word) => word.startsWith(part))) ? 1 : 0;
}
