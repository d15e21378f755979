"use client";

import Check from "lucide-react/icons/check";
import ChevronsUpDown from "lucide-react/icons/chevrons-up-down";
import Compass from "lucide-react/icons/compass";
import LayoutGrid from "lucide-react/icons/layout-grid";
import Plus from "lucide-react/icons/plus";
import { useTranslations } from "next-intl";
import { useRef } from "react";
import { Count } from "@/components/ui/badge";
import { Menu, MenuGroup, MenuItem, MenuSeparator } from "@/components/ui/menu";
import { toast } from "@/components/ui/toast";
import { useWaiting } from "@/components/workspaces/waiting-store";
import { panelPath } from "./pages";
import type { ExploreDemo, ShellWorkspace } from "./panel-types";
import { useShortcut } from "./shortcuts";

/** Which workspace one is in, and the way to the others, with what waits in each. `g w` opens it. */
export function WorkspaceSwitch(props: {
  current: ShellWorkspace;
  all: readonly ShellWorkspace[];
  exploreDemo?: ExploreDemo | undefined;
  /** On a phone's sheet: with its name at every width, and without the key. */
  wide?: boolean;
}) {
  const t = useTranslations("shell");
  const kinds = useTranslations("common");
  const trigger = useRef<HTMLButtonElement>(null);
  const waiting = useWaiting();
  const { current, wide = false } = props;
  useShortcut("g w", () => trigger.current?.click(), {
    label: t("keys.switch"),
    everywhere: true,
    enabled: !wide,
  });
  const others = props.all.some(({ slug }) => slug !== current.slug && waiting.get(slug));
  const { exploreDemo } = props;
  async function explore() {
    // A server that does not answer is told like a demo that is not there.
    const begin = await exploreDemo?.().catch(() => null);
    if (begin) window.location.assign(`/w/${begin.slug}/insight`);
    else toast.failed(t("workspace.exploreFailed"));
  }
  const collapsed = wide ? "" : "max-wide:hidden";
  return (
    <Menu
      align="start"
      trigger={
        <button
          ref={trigger}
          type="button"
          title={current.name}
          className={`relative flex h-11 w-full min-w-0 items-center gap-2.5 rounded-md px-1.5 text-start transition-colors hover:bg-hover data-popup-open:bg-hover ${wide ? "" : "max-wide:w-10 max-wide:justify-center max-wide:px-0"}`}
        >
          <Badge workspace={current} />
          <span className="sr-only">{t("workspace.switch", { name: current.name })}</span>
          <span aria-hidden className={`min-w-0 flex-1 ${collapsed}`}>
            <span className="block truncate font-semibold">{current.name}</span>
            <span className="block truncate text-ink-faint text-xs">{kinds(`kind.${current.kind}`)}</span>
          </span>
          {others && (
            <span
              aria-hidden
              title={t("workspace.elsewhere")}
              className="absolute start-7 top-1.5 size-2 rounded-full bg-accent"
            />
          )}
          <ChevronsUpDown aria-hidden size={14} className={`shrink-0 text-ink-faint ${collapsed}`} />
        </button>
      }
    >
      <MenuGroup label={t("workspace.list")}>
        {props.all.map((workspace) => {
          const count = waiting.get(workspace.slug) ?? 0;
          return (
            <MenuItem
              key={workspace.slug}
              href={panelPath(workspace.slug, "conversations")}
              icon={workspace.slug === current.slug ? <Check aria-hidden size={16} /> : <span />}
            >
              <span className="flex items-center gap-2">
                <span className="min-w-0 flex-1 truncate">{workspace.name}</span>
                <Count value={count} tone="accent" />
                {count > 0 && <span className="sr-only">{t("waiting.conversations", { count })}</span>}
              </span>
            </MenuItem>
          );
        })}
      </MenuGroup>
      <MenuSeparator />
      <MenuItem href={`/start?in=${current.slug}`} icon={<Plus aria-hidden size={16} />}>
        {t("workspace.new")}
      </MenuItem>
      <MenuItem href="/start" icon={<LayoutGrid aria-hidden size={16} />}>
        {t("workspace.all")}
      </MenuItem>
      {exploreDemo && (
        <MenuItem icon={<Compass aria-hidden size={16} />} onSelect={() => void explore()}>
          {t("workspace.exploreDemo")}
        </MenuItem>
      )}
    </Menu>
  );
}

/** The organisation's logo, or the first letter of the name. */
function Badge({ workspace }: { workspace: ShellWorkspace }) {
  if (workspace.logoUrl) {
    return (
      // biome-ignore lint/performance/noImgElement: drawn to its size by the server already.
      <img
        src={workspace.logoUrl}
        alt=""
        className="size-7 shrink-0 rounded-md border border-line bg-surface object-contain"
      />
    );
  }
  return (
    <span
      aria-hidden
      className="flex size-7 shrink-0 items-center justify-center rounded-md bg-accent font-semibold text-accent-ink text-sm"
    >
      {[...workspace.name.trim()][0]?.toLocaleUpperCase("tr")}
    </span>
  );
}
