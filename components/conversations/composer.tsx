"use client";

import Paperclip from "lucide-react/icons/paperclip";
import Send from "lucide-react/icons/send";
import X from "lucide-react/icons/x";
import { useTranslations } from "next-intl";
import { type KeyboardEvent, type ReactNode, type RefObject, useId, useRef, useState } from "react";
import { Button } from "@/components/ui/button";
import { cn } from "@/components/ui/cn";
import { IconButton } from "@/components/ui/icon-button";
import { Kbd } from "@/components/ui/kbd";
import { isVisible, maxTextUnits } from "@/server/conversations/rules";

/** So many units before the end the writer is told how much room is left. */
const tellWithin = 300;

/** The look that the ghost and what is written over it share, so that accepting moves nothing. */
const textClass =
  "col-start-1 row-start-1 min-h-16 w-full px-3 py-2.5 text-base leading-5 max-sm:text-lg max-sm:leading-6 whitespace-pre-wrap [overflow-wrap:anywhere]";

/**
 * Where a reply is written. The agent's draft stands in the empty field as a ghost: Tab takes it, Escape dismisses it,
 * typing writes over it. What is typed is kept by the caller.
 */
export function Composer(props: {
  text: string;
  onText: (text: string) => void;
  onSend: (text: string) => void;
  suggestion: string | null;
  placeholder: string;
  /** Said above the field: why a reply may not arrive, or cannot be sent. */
  notice?: string | null;
  /** Nothing can be sent; what is written stays to be read and copied. */
  isBlocked: boolean;
  field: RefObject<HTMLTextAreaElement | null>;
  /** Above the field: what is answered or changed. Escape ends it. */
  bar?: ReactNode;
  onEndBar?: () => void;
  /** One step up or down through the messages that can be answered. */
  onStepReply?: (step: -1 | 1) => void;
  /** Up, in an empty field: to change what was written last. */
  onEditLast?: () => void;
  maxUnits?: number;
  /** Whether nothing need be said: under files, and where a caption is taken away. */
  mayBeEmpty?: boolean;
  /** The files of the message, shown above the field. */
  files?: ReactNode;
  /** Nothing can be sent yet: files are on their way, or one is wrong. */
  isWaiting?: boolean;
  /** Chosen by button or pasted; without it none can be attached. */
  onFiles?: (files: File[]) => void;
  sendLabel?: string;
  /** Stands above the field while it has something to offer; its keys come before the field's. */
  offer?: ReactNode;
  onOfferKey?: (key: string) => boolean;
  /** Told at each change by hand. */
  onTyping?: () => void;
}) {
  const t = useTranslations("conversations.composer");
  const ids = useId();
  const [dismissed, setDismissed] = useState<string | null>(null);
  const { text, suggestion, isBlocked } = props;
  const ghost = !isBlocked && text === "" && suggestion && suggestion !== dismissed ? suggestion : null;
  const length = text.trim().length;
  const maxUnits = props.maxUnits ?? maxTextUnits;
  const picker = useRef<HTMLInputElement>(null);
  const canSend =
    !isBlocked && !props.isWaiting && (props.mayBeEmpty || isVisible(text)) && length <= maxUnits;

  function use(suggested: string) {
    props.onText(suggested);
    const field = props.field.current;
    field?.focus();
    // After the new text is in the field, so that the writer goes on at its end.
    requestAnimationFrame(() => field?.setSelectionRange(suggested.length, suggested.length));
  }

  function send() {
    if (!canSend) return;
    // What was suggested was for the turn that this answers.
    setDismissed(suggestion);
    props.onSend(text);
  }

  function onKeyDown(event: KeyboardEvent<HTMLTextAreaElement>) {
    if (event.nativeEvent.isComposing) return;
    const isPlain = !event.metaKey && !event.ctrlKey && !event.shiftKey;
    if (props.offer && isPlain && props.onOfferKey?.(event.key)) {
      event.preventDefault();
    } else if (event.key === "Enter" && (event.metaKey || event.ctrlKey)) {
      event.preventDefault();
      send();
    } else if (event.key === "Tab" && !event.shiftKey && ghost) {
      event.preventDefault();
      use(ghost);
    } else if ((event.key === "ArrowUp" || event.key === "ArrowDown") && (event.metaKey || event.ctrlKey)) {
      event.preventDefault();
      props.onStepReply?.(event.key === "ArrowUp" ? -1 : 1);
    } else if (event.key === "ArrowUp" && text === "" && props.onEditLast) {
      event.preventDefault();
      props.onEditLast();
    } else if (event.key === "Escape") {
      event.preventDefault();
      event.stopPropagation();
      if (props.bar) props.onEndBar?.();
      else if (ghost) setDismissed(ghost);
      else event.currentTarget.blur();
    }
  }

  return (
    <form
      className="bg-surface px-4 pt-2 pb-4"
      onSubmit={(event) => {
        event.preventDefault();
        send();
      }}
    >
      <div className="mx-auto flex w-full max-w-3xl flex-col gap-2">
        {props.notice && <p className="text-sm text-warn">{props.notice}</p>}
        {props.bar}
        {props.files}
        {props.offer}
        {ghost && (
          <div className="flex items-center gap-2 text-accent-text text-sm" id={`${ids}-suggestion`}>
            <span className="flex-1 font-medium">{t("suggestion")}</span>
            <span className="sr-only">{ghost}</span>
            <Button size="sm" onClick={() => use(ghost)}>
              {t("use")} <Kbd keys="Tab" className="max-sm:hidden" />
            </Button>
            <IconButton
              size="sm"
              label={t("dismiss")}
              shortcut="escape"
              icon={<X aria-hidden size={16} />}
              onClick={() => setDismissed(ghost)}
            />
          </div>
        )}
        <div
          className={cn(
            "rounded-lg border border-line-control bg-surface transition-colors focus-within:border-focus focus-within:outline focus-within:outline-focus",
            isBlocked && "bg-sunken",
          )}
        >
          <div className="grid max-h-64 overflow-y-auto">
            {ghost && (
              <div
                aria-hidden
                dir="auto"
                className={cn(textClass, "pointer-events-none select-none text-ink-faint")}
              >
                {ghost}
              </div>
            )}
            <textarea
              ref={props.field}
              value={text}
              readOnly={isBlocked}
              onChange={(event) => {
                props.onText(event.currentTarget.value);
                props.onTyping?.();
              }}
              onKeyDown={onKeyDown}
              onPaste={(event) => {
                const files = [...event.clipboardData.files];
                if (files.length === 0 || !props.onFiles || isBlocked) return;
                event.preventDefault();
                props.onFiles(files);
              }}
              dir="auto"
              aria-label={t("label")}
              aria-describedby={ghost ? `${ids}-suggestion` : undefined}
              placeholder={ghost ? undefined : props.placeholder}
              enterKeyHint="enter"
              style={{ fieldSizing: "content" }}
              className={cn(
                textClass,
                "resize-none overflow-hidden bg-transparent outline-hidden placeholder:text-ink-faint",
              )}
            />
          </div>
          <div className="flex items-center gap-3 px-2 pb-2">
            {props.onFiles && (
              <>
                <IconButton
                  label={t("attach")}
                  icon={<Paperclip aria-hidden size={16} />}
                  disabled={isBlocked}
                  onClick={() => picker.current?.click()}
                />
                <input
                  ref={picker}
                  type="file"
                  multiple
                  tabIndex={-1}
                  aria-label={t("attach")}
                  className="hidden"
                  onChange={(event) => {
                    props.onFiles?.([...(event.currentTarget.files ?? [])]);
                    // The same file again must count as a choice too.
                    event.currentTarget.value = "";
                    props.field.current?.focus();
                  }}
                />
              </>
            )}
            <p aria-live="polite" className="min-w-0 flex-1 px-1 text-sm">
              {length > maxUnits ? (
                <span className="text-danger">{t("over", { count: length - maxUnits })}</span>
              ) : (
                length >= maxUnits - tellWithin && (
                  <span className="text-ink-muted">{t("left", { count: maxUnits - length })}</span>
                )
              )}
            </p>
            <Kbd keys="mod+enter" className="max-sm:hidden" />
            <Button
              type="submit"
              variant="primary"
              disabled={!canSend}
              icon={<Send aria-hidden size={16} className="flip-rtl" />}
            >
              {props.sendLabel ?? t("send")}
            </Button>
          </div>
        </div>
      </div>
    </form>
  );
}
