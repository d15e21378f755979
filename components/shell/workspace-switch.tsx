"use client";

import Check from "lucide-react/icons/check";
import ChevronsUpDown from "lucide-react/icons/chevrons-up-down";
import { useTranslations } from "next-intl";
import { Menu, MenuGroup, MenuItem } from "@/components/ui/menu";
import { panelPath } from "./pages";
import type { ShellWorkspace } from "./panel-types";

/** Which workspace one is in, and the way to the others. */
export function WorkspaceSwitch(props: { current: ShellWorkspace; all: readonly ShellWorkspace[] }) {
  const t = useTranslations("shell");
  const kinds = useTranslations("common");
  const { current } = props;
  return (
    <Menu
      align="start"
      trigger={
        <button
          type="button"
          title={current.name}
          className="flex h-11 w-full min-w-0 items-center gap-2.5 rounded-md px-1.5 text-start transition-colors hover:bg-hover data-popup-open:bg-hover max-wide:w-10 max-wide:justify-center max-wide:px-0"
        >
          <Initial name={current.name} />
          <span className="sr-only">{t("workspace.switch", { name: current.name })}</span>
          <span aria-hidden className="min-w-0 flex-1 max-wide:hidden">
            <span className="block truncate font-semibold">{current.name}</span>
            <span className="block truncate text-ink-faint text-xs">{kinds(`kind.${current.kind}`)}</span>
          </span>
          <ChevronsUpDown aria-hidden size={14} className="shrink-0 text-ink-faint max-wide:hidden" />
        </button>
      }
    >
      <MenuGroup label={t("workspace.list")}>
        {props.all.map((workspace) => (
          <MenuItem
            key={workspace.slug}
            href={panelPath(workspace.slug, "conversations")}
            icon={workspace.slug === current.slug ? <Check aria-hidden size={16} /> : <span />}
          >
            {workspace.name}
          </MenuItem>
        ))}
      </MenuGroup>
    </Menu>
  );
}

function Initial({ name }: { name: string }) {
  return (
    <span
      aria-hidden
      className="flex size-7 shrink-0 items-center justify-center rounded-md bg-accent font-semibold text-accent-ink text-sm"
    >
      {[...name.trim()][0]?.toLocaleUpperCase("tr")}
    </span>
  );
}
