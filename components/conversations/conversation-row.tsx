"use client";

import { useTranslations } from "next-intl";
import type { KeyboardEvent, MouseEvent } from "react";
import { ClockMark } from "@/components/service-levels/clock-mark";
import { Avatar } from "@/components/ui/avatar";
import { Badge } from "@/components/ui/badge";
import { Checkbox } from "@/components/ui/checkbox";
import { cn } from "@/components/ui/cn";
import { Tooltip } from "@/components/ui/tooltip";
import { useFormat } from "@/lib/format/use-format";
import type { ConversationItem } from "@/server/conversations/schemas";
import { PriorityMark } from "./priority-mark";
import { TagDot } from "./tag-chip";
import { usePreview } from "./use-preview";
import { useTags } from "./use-tags";

export const rowHeight = 68;

/** So many tags have room beside the last words. */
const shownTags = 4;

/** Text in its own direction, cut at its own end, at the side where the page begins. */
const ownDirectionClass = "min-w-0 flex-1 truncate match-parent";

const badgeTones = { open: "accent", handed_off: "warn", closed: "neutral" } as const;

/** One conversation in the list: who, what was said last and by whom, since when, and who of the team has it. */
export function ConversationRow(props: {
  item: ConversationItem;
  href: string;
  isOpen: boolean;
  /** One row of the list is reached by Tab; `j` and `k` move among them. */
  isReachable: boolean;
  /** A search shows all states, so each row says its own. */
  showsStatus: boolean;
  /** Null where nothing can be selected. */
  selection: { isSelected: boolean; isAny: boolean; onToggle: (isRange: boolean) => void } | null;
  onOpen: () => void;
  onFocus: () => void;
}) {
  const t = useTranslations("conversations");
  const format = useFormat();
  const { item } = props;
  const preview = usePreview(item);
  const { byId } = useTags();
  const tags = item.tagIds.flatMap((id) => byId.get(id) ?? []).slice(0, shownTags);
  const needsPerson = item.status === "handed_off" && item.waitingSince !== null;

  function onClick(event: MouseEvent) {
    if (event.shiftKey && props.selection) {
      event.preventDefault();
      props.selection.onToggle(true);
      return;
    }
    if (event.metaKey || event.ctrlKey || event.shiftKey || event.button !== 0) return;
    event.preventDefault();
    props.onOpen();
  }
  // A link with Enter alone would leave the page; it opens here like a click.
  function onKeyDown(event: KeyboardEvent) {
    if (event.key !== "Enter" || event.metaKey || event.ctrlKey) return;
    event.preventDefault();
    props.onOpen();
  }

  const link = (
    <a
      href={props.href}
      data-conversation={item.id}
      tabIndex={props.isReachable ? 0 : -1}
      aria-current={props.isOpen ? "true" : undefined}
      onClick={onClick}
      onKeyDown={onKeyDown}
      onFocus={props.onFocus}
      className={cn(
        "flex h-full items-center gap-3 border-line border-b px-3 transition-colors hover:bg-hover focus-visible:-outline-offset-2",
        props.isOpen && "bg-accent-soft hover:bg-accent-soft",
        props.selection?.isSelected && "bg-accent-soft/60",
      )}
    >
      <span
        className={cn(
          "relative shrink-0",
          props.selection &&
            "group-focus-within/row:invisible group-hover/row:invisible max-sm:group-hover/row:visible",
          props.selection?.isAny && "invisible max-sm:invisible max-sm:group-hover/row:invisible",
        )}
      >
        <Avatar name={item.customer.name} size={40} />
        {needsPerson && (
          <span className="absolute -end-0.5 -top-0.5 size-3 rounded-full border-2 border-surface bg-warn">
            <span className="sr-only">{t("list.waiting")}</span>
          </span>
        )}
      </span>
      <span className="flex min-w-0 flex-1 flex-col gap-0.5">
        <span className="flex items-baseline gap-2">
          <span
            dir="auto"
            className={cn(ownDirectionClass, "text-ink", needsPerson ? "font-semibold" : "font-medium")}
          >
            {item.customer.name}
          </span>
          <time
            dateTime={item.snoozedUntil ?? item.lastMessageAt}
            className={cn("shrink-0 text-xs", needsPerson ? "font-medium text-warn" : "text-ink-faint")}
          >
            {item.snoozedUntil
              ? t("snooze.until", { time: format.relative(item.snoozedUntil) })
              : format.relative(item.lastMessageAt)}
          </time>
        </span>
        <span className="flex items-center gap-2">
          <span className="flex min-w-0 flex-1 gap-1 text-sm">
            {preview.author && <bdi className="shrink-0 text-ink-faint">{preview.author}</bdi>}
            <span dir="auto" className={cn(ownDirectionClass, "text-ink-muted")}>
              {preview.text}
            </span>
          </span>
          <ClockMark clocks={item.clocks} />
          <PriorityMark priority={item.priority} />
          {tags.length > 0 && (
            <span className="flex shrink-0 gap-1" title={format.list(tags.map(({ name }) => name))}>
              {tags.map((tag) => (
                <TagDot key={tag.id} colour={tag.colour} />
              ))}
              <span className="sr-only">{format.list(tags.map(({ name }) => name))}</span>
            </span>
          )}
          {item.isUrgent && item.status === "handed_off" && <Badge tone="danger">{t("urgent")}</Badge>}
          {props.showsStatus && (
            <Badge tone={badgeTones[item.status]}>{t(`statusBadge.${item.status}`)}</Badge>
          )}
          {item.assignee && (
            <Tooltip label={t("list.assignee", { name: item.assignee.name })} side="inline-start">
              <span className="shrink-0">
                <Avatar name={item.assignee.name} size={20} />
                <span className="sr-only">{t("list.assignee", { name: item.assignee.name })}</span>
              </span>
            </Tooltip>
          )}
        </span>
      </span>
    </a>
  );
  if (!props.selection) return link;
  const { isSelected, isAny, onToggle } = props.selection;
  return (
    <div className="group/row relative h-full">
      {link}
      <span
        className={cn(
          "absolute start-6 top-1/2 -translate-y-1/2",
          !isAny && "opacity-0 group-focus-within/row:opacity-100 group-hover/row:opacity-100 max-sm:hidden",
        )}
      >
        <Checkbox
          checked={isSelected}
          onCheckedChange={() => onToggle(false)}
          tabIndex={-1}
          aria-label={t("bulk.select", { name: item.customer.name })}
        />
      </span>
    </div>
  );
}

/** The shape of a row that has not come yet. */
export function ConversationRowSkeleton() {
  return (
    <div
      aria-hidden
      className="flex items-center gap-3 border-line border-b px-3"
      style={{ height: rowHeight }}
    >
      <div className="skeleton size-10 shrink-0 rounded-full" />
      <div className="flex flex-1 flex-col gap-2">
        <div className="skeleton h-3.5 w-2/5" />
        <div className="skeleton h-3.5 w-4/5" />
      </div>
    </div>
  );
}
