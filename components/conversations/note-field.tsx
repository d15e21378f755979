"use client";

import { useQuery } from "@tanstack/react-query";
import { useTranslations } from "next-intl";
import { type KeyboardEvent, type RefObject, useRef, useState } from "react";
import { useTRPC } from "@/components/trpc";
import { Button } from "@/components/ui/button";
import { cn } from "@/components/ui/cn";
import { Kbd } from "@/components/ui/kbd";
import { foldText } from "@/lib/text/fold";
import { answeringRoles } from "@/server/conversations/rules";
import { maxNoteUnits, openMention, splitMentions } from "@/server/notes/rules";

/** So many colleagues are offered at once. */
const offered = 6;

/** Where a note is written: `@` and a few letters offer colleagues, and whoever is named when it is saved is called. */
export function NoteField(props: {
  /** What it begins with; kept by the caller when `onText` is given. */
  initial: string;
  onText?: (text: string) => void;
  submitLabel: string;
  isBusy: boolean;
  onSubmit: (text: string, mentions: string[]) => void;
  onCancel?: () => void;
  field?: RefObject<HTMLTextAreaElement | null>;
}) {
  const t = useTranslations("conversations.notes");
  const common = useTranslations("common");
  const trpc = useTRPC();
  const members = useQuery(trpc.members.list.queryOptions(undefined, { staleTime: 300_000 }));
  const team = (members.data ?? []).filter(({ role }) => answeringRoles.includes(role));
  const own = useRef<HTMLTextAreaElement>(null);
  const field = props.field ?? own;
  const [typed, setTyped] = useState(props.initial);
  const [asked, setAsked] = useState<string | null>(null);
  const [highlighted, setHighlighted] = useState(0);
  const text = props.onText ? props.initial : typed;
  const found =
    asked === null
      ? []
      : team.filter(({ displayName }) => foldText(displayName).startsWith(foldText(asked))).slice(0, offered);
  const at = Math.min(highlighted, found.length - 1);

  function write(next: string) {
    setTyped(next);
    props.onText?.(next);
    setHighlighted(0);
  }
  /** What is being called stands before the cursor. */
  function look(element: HTMLTextAreaElement) {
    setAsked(openMention(element.value.slice(0, element.selectionStart)));
  }
  function choose(name: string) {
    const element = field.current;
    if (!element || asked === null) return;
    const end = element.selectionStart;
    const begin = end - asked.length;
    write(`${text.slice(0, begin)}${name} ${text.slice(end)}`);
    setAsked(null);
    element.focus();
    requestAnimationFrame(() => element.setSelectionRange(begin + name.length + 1, begin + name.length + 1));
  }
  function submit() {
    const words = text.trim();
    if (!words || words.length > maxNoteUnits || props.isBusy) return;
    const named = new Set(
      splitMentions(
        words,
        team.map(({ displayName }) => displayName),
      ).flatMap((part) => (part.isMention ? [part.text.slice(1)] : [])),
    );
    props.onSubmit(
      words,
      team.filter(({ displayName }) => named.has(displayName)).map(({ id }) => id),
    );
  }
  function onKeyDown(event: KeyboardEvent<HTMLTextAreaElement>) {
    if (event.nativeEvent.isComposing) return;
    const chosen = found[at];
    if (event.key === "Enter" && (event.metaKey || event.ctrlKey)) {
      event.preventDefault();
      submit();
    } else if (chosen && (event.key === "Enter" || event.key === "Tab")) {
      event.preventDefault();
      choose(chosen.displayName);
    } else if (chosen && (event.key === "ArrowDown" || event.key === "ArrowUp")) {
      event.preventDefault();
      const step = event.key === "ArrowDown" ? 1 : -1;
      setHighlighted((at + step + found.length) % found.length);
    } else if (event.key === "Escape") {
      event.preventDefault();
      event.stopPropagation();
      if (asked !== null) setAsked(null);
      else if (props.onCancel) props.onCancel();
      else event.currentTarget.blur();
    }
  }

  return (
    <div className="flex flex-col gap-2">
      {found.length > 0 && (
        <ul aria-label={t("offer")} className="flex flex-wrap gap-1">
          {found.map(({ id, displayName }, index) => (
            <li key={id}>
              <button
                type="button"
                onClick={() => choose(displayName)}
                className={cn(
                  "flex h-7 items-center rounded-md border border-line bg-surface px-2 text-sm hover:bg-hover max-sm:h-11",
                  index === at && "border-accent bg-accent-soft text-accent-text",
                )}
              >
                @<bdi>{displayName}</bdi>
              </button>
            </li>
          ))}
        </ul>
      )}
      <textarea
        ref={field}
        value={text}
        maxLength={maxNoteUnits}
        onChange={(event) => {
          write(event.currentTarget.value);
          look(event.currentTarget);
        }}
        onSelect={(event) => look(event.currentTarget)}
        onKeyDown={onKeyDown}
        dir="auto"
        aria-label={t("label")}
        placeholder={t("placeholder")}
        style={{ fieldSizing: "content" }}
        className="max-h-64 min-h-16 w-full resize-none rounded-lg border border-warn/40 bg-warn-soft/40 px-3 py-2.5 text-base leading-5 placeholder:text-ink-faint max-sm:text-lg max-sm:leading-6"
      />
      <div className="flex items-center justify-end gap-3">
        <Kbd keys="mod+enter" className="max-sm:hidden" />
        {props.onCancel && <Button onClick={props.onCancel}>{common("cancel")}</Button>}
        <Button variant="primary" loading={props.isBusy} disabled={!text.trim()} onClick={submit}>
          {props.submitLabel}
        </Button>
      </div>
    </div>
  );
}
