"use client";

import { useQuery } from "@tanstack/react-query";
import Settings2 from "lucide-react/icons/settings-2";
import TriangleAlert from "lucide-react/icons/triangle-alert";
import Zap from "lucide-react/icons/zap";
import { useTranslations } from "next-intl";
import { useMemo, useState } from "react";
import { type Command, useCommands } from "@/components/shell/commands";
import { useShortcut } from "@/components/shell/shortcuts";
import { useTRPC, useWorkspace } from "@/components/trpc";
import { Button } from "@/components/ui/button";
import { IconButton } from "@/components/ui/icon-button";
import { SearchInput } from "@/components/ui/input";
import { Popover } from "@/components/ui/popover";
import { SkeletonText } from "@/components/ui/skeleton";
import { ErrorState } from "@/components/ui/states";
import { useFormat } from "@/lib/format/use-format";
import { foldText } from "@/lib/text/fold";
import { macroManagers } from "@/server/macros/rules";
import type { Macro } from "@/server/macros/schemas";
import { type MacroTarget, useRunMacro } from "./use-run-macro";
import { useStepWords } from "./use-step-words";

/** Fewer than this are seen at a glance. */
const searchedFrom = 8;

/**
 * The macros, each with what it does, run at one press on the conversation that is open or on all that are selected; ⌘K
 * finds them by their names.
 */
export function MacroMenu(props: {
  targets: readonly MacroTarget[];
  variant?: "secondary";
  /** After a run. */
  onDone?: () => void;
}) {
  const t = useTranslations("macros");
  const trpc = useTRPC();
  const [isOpen, setOpen] = useState(false);
  const { run, isRunning } = useRunMacro();
  const {
    data: macros,
    isError,
    refetch,
  } = useQuery(trpc.macros.list.queryOptions(undefined, { staleTime: 60_000 }));
  const { targets, onDone } = props;
  useShortcut("m", () => setOpen(true), { label: t("title"), enabled: targets.length > 0 });

  const choose = useMemo(
    () => (macro: Macro) => {
      setOpen(false);
      void run(macro, targets).then((isDone) => isDone && onDone?.());
    },
    [run, targets, onDone],
  );
  useCommands(
    useMemo<Command[]>(
      () =>
        (macros ?? [])
          .filter(({ missing }) => missing.length === 0)
          .map((macro) => ({
            id: `macro:${macro.id}`,
            label: t("command", { name: macro.name }),
            icon: <Zap aria-hidden size={16} />,
            run: () => choose(macro),
          })),
      [macros, choose, t],
    ),
  );
  return (
    <Popover
      open={isOpen}
      onOpenChange={setOpen}
      align="end"
      className="w-80 p-2"
      trigger={
        <IconButton
          label={t("title")}
          shortcut="m"
          variant={props.variant}
          icon={<Zap aria-hidden size={16} />}
          disabled={isRunning || targets.length === 0}
        />
      }
    >
      {isOpen &&
        (isError && !macros ? (
          <ErrorState className="py-4" onRetry={() => void refetch()} />
        ) : (
          <Choices macros={macros} onChoose={choose} />
        ))}
    </Popover>
  );
}

function Choices(props: { macros: readonly Macro[] | undefined; onChoose: (macro: Macro) => void }) {
  const t = useTranslations("macros");
  const format = useFormat();
  const { slug, member } = useWorkspace();
  const words = useStepWords();
  const [typed, setTyped] = useState("");
  const mayManage = macroManagers.includes(member.role);
  if (!props.macros) return <SkeletonText lines={4} />;
  const wanted = foldText(typed.trim());
  const found = props.macros.filter(({ name }) => foldText(name).includes(wanted));
  return (
    <>
      {props.macros.length >= searchedFrom && (
        <SearchInput
          label={t("find")}
          value={typed}
          onValueChange={setTyped}
          maxLength={60}
          className="mb-2"
        />
      )}
      <ul aria-label={t("title")} className="flex max-h-80 flex-col overflow-y-auto">
        {found.map((macro) => (
          <li key={macro.id}>
            <button
              type="button"
              disabled={macro.missing.length > 0}
              onClick={() => props.onChoose(macro)}
              className="flex w-full flex-col items-start gap-0.5 rounded-md px-2 py-1.5 text-start hover:bg-hover disabled:cursor-not-allowed max-sm:min-h-11"
            >
              <bdi className="font-medium">{macro.name}</bdi>
              <span className="text-ink-muted text-sm">{format.list(macro.actions.map(words))}</span>
              {macro.missing.length > 0 && (
                <span className="flex items-start gap-1 text-sm text-warn">
                  <TriangleAlert aria-hidden size={14} className="mt-0.5 shrink-0" />
                  {t("broken")}
                </span>
              )}
            </button>
          </li>
        ))}
      </ul>
      {props.macros.length === 0 && (
        <p className="px-2 py-1.5 text-ink-muted text-sm">{t(mayManage ? "none" : "noneAsk")}</p>
      )}
      {props.macros.length > 0 && found.length === 0 && (
        <p className="px-2 py-1.5 text-ink-muted text-sm">{t("noMatch")}</p>
      )}
      {mayManage && (
        <Button
          size="sm"
          variant="ghost"
          className="mt-1 w-full justify-start"
          icon={<Settings2 aria-hidden size={16} />}
          href={`/w/${slug}/settings/macros`}
        >
          {t("manage")}
        </Button>
      )}
    </>
  );
}
