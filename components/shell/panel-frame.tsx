"use client";

import Search from "lucide-react/icons/search";
import dynamic from "next/dynamic";
import { useRouter } from "next/navigation";
import { useTranslations } from "next-intl";
import { type ReactNode, useEffect, useState } from "react";
import { floating } from "@/components/ui/floating-parts";
import { Kbd } from "@/components/ui/kbd";
import { lasting } from "@/components/ui/lasting";
import { awaitRemarks } from "@/components/ui/toast";
import { BottomBar } from "./bottom-bar";
import { KeyboardHelp } from "./keyboard-help";
import { panelPages, panelPath } from "./pages";
import type { CountedSections, ExploreDemo, ShellMember, ShellWorkspace } from "./panel-types";
import { RailLinks } from "./rail";
import { useShortcut } from "./shortcuts";
import { useSectionCounts } from "./use-section-counts";
import { UserMenu } from "./user-menu";
import { WorkspaceSwitch } from "./workspace-switch";

const loadPalette = () => import("./command-palette");
const CommandPalette = dynamic(lasting(loadPalette), { ssr: false });
/** After what the page itself needs. */
const warmAfterMs = 1_500;

export type PanelFrameProps = {
  workspace: ShellWorkspace;
  /** All the member's workspaces, the current one among them. */
  workspaces?: readonly ShellWorkspace[];
  member: ShellMember;
  counted: CountedSections;
  /** What stands at the foot of the rail, and on a phone behind “more”. */
  footer?: ReactNode;
  /** What waits behind “more” on a phone, beside the counts of its sections. */
  moreMark?: ReactNode;
  /** For whom does not know the demo yet, where there is one. */
  exploreDemo?: ExploreDemo | undefined;
  /** A server action. */
  signOut: () => Promise<void>;
  children: ReactNode;
};

/** The panel's frame in the browser; pages use `PanelShell`. */
export function PanelFrame(props: PanelFrameProps) {
  const t = useTranslations("shell");
  const { workspace, member } = props;
  const counts = useSectionCounts(props.counted);
  const [isPaletteOpen, setPaletteOpen] = useState(false);
  const [hasPalette, setHasPalette] = useState(false);
  const [isHelpOpen, setHelpOpen] = useState(false);

  // Fetched before they are asked for: what is typed while the palette is on its way would be lost.
  useEffect(() => {
    const timer = setTimeout(() => {
      void loadPalette().catch(() => {});
      void floating.load().catch(() => {});
      awaitRemarks();
    }, warmAfterMs);
    return () => clearTimeout(timer);
  }, []);

  function openPalette() {
    setHasPalette(true);
    setPaletteOpen(true);
  }
  useShortcut("mod+k", openPalette, { label: t("keys.palette"), everywhere: true });
  useShortcut("?", () => setHelpOpen(true), { label: t("keys.help"), everywhere: true });

  const userMenu = (wide: boolean) => (
    <UserMenu member={member} wide={wide} signOut={props.signOut} onKeys={() => setHelpOpen(true)} />
  );

  return (
    <div
      data-app-root
      data-opening={isPaletteOpen || undefined}
      className="flex min-h-dvh [--bottom-bar:0px] max-sm:[--bottom-bar:3.5rem]"
    >
      <a
        href="#content"
        className="sr-only z-50 rounded-md bg-accent px-3 py-2 text-accent-ink focus:not-sr-only focus:fixed focus:start-3 focus:top-3"
      >
        {t("skip")}
      </a>
      {panelPages.map((page) => (
        <GoKey key={page.key} slug={workspace.slug} page={page} />
      ))}
      <aside className="sticky top-0 flex h-dvh w-15 shrink-0 flex-col gap-3 border-line border-e bg-sunken p-2.5 wide:w-60 max-sm:hidden">
        <WorkspaceSwitch
          current={workspace}
          all={props.workspaces ?? [workspace]}
          exploreDemo={props.exploreDemo}
        />
        <button
          type="button"
          onClick={openPalette}
          title={t("palette.open")}
          className="flex h-8 items-center gap-2 rounded-md border border-line bg-surface px-2 text-ink-faint transition-colors hover:border-line-control max-wide:w-10 max-wide:justify-center"
        >
          <Search aria-hidden size={16} className="shrink-0" />
          <span className="flex-1 truncate text-start text-sm max-wide:sr-only">{t("palette.open")}</span>
          <span aria-hidden className="max-wide:hidden">
            <Kbd keys="mod+k" />
          </span>
        </button>
        <nav aria-label={t("navigation")} className="min-h-0 flex-1 overflow-y-auto">
          <RailLinks slug={workspace.slug} counts={counts} />
        </nav>
        {props.footer}
        {userMenu(false)}
      </aside>
      <main id="content" tabIndex={-1} className="min-w-0 flex-1 pb-(--bottom-bar) outline-hidden">
        {props.children}
      </main>
      <BottomBar
        slug={workspace.slug}
        counts={counts}
        workspace={workspace.name}
        onSearch={openPalette}
        mark={props.moreMark}
        more={
          <>
            <WorkspaceSwitch
              wide
              current={workspace}
              all={props.workspaces ?? [workspace]}
              exploreDemo={props.exploreDemo}
            />
            {props.footer}
            {userMenu(true)}
          </>
        }
      />
      {hasPalette && (
        <CommandPalette
          slug={workspace.slug}
          workspaces={props.workspaces ?? [workspace]}
          open={isPaletteOpen}
          onOpenChange={setPaletteOpen}
        />
      )}
      <KeyboardHelp open={isHelpOpen} onOpenChange={setHelpOpen} />
    </div>
  );
}

/** `g` and a letter lead to a section. */
function GoKey({ slug, page }: { slug: string; page: (typeof panelPages)[number] }) {
  const t = useTranslations("shell");
  const router = useRouter();
  useShortcut(`g ${page.goKey}`, () => router.push(panelPath(slug, page.key)), {
    label: t("keys.goTo", { page: t(`pages.${page.key}`) }),
    everywhere: true,
  });
  return null;
}
