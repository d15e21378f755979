"use client";

import Copy from "lucide-react/icons/copy";
import Plus from "lucide-react/icons/plus";
import X from "lucide-react/icons/x";
import { useTranslations } from "next-intl";
import { useId, useRef, useState } from "react";
import { IconButton } from "@/components/ui/icon-button";
import { Menu, MenuGroup, MenuItem, MenuSeparator } from "@/components/ui/menu";
import { type Edge, findProblems, suggestInterval, type TypedInterval } from "./hours-editing";
import { TimeInput } from "./time-input";

const workdays = [0, 1, 2, 3, 4];
const allDays = [0, 1, 2, 3, 4, 5, 6];
const roundTheClock: TypedInterval = { from: "00:00", to: "24:00" };

/** One weekday: its intervals, and putting the same on other days. */
export function HoursDay(props: {
  name: string;
  index: number;
  dayNames: readonly string[];
  day: readonly TypedInterval[];
  onChange: (day: TypedInterval[]) => void;
  onCopy: (targets: readonly number[]) => void;
  disabled: boolean;
  /** The reader has tried to save: everything that is wrong is told, where they stand too. */
  isStrict: boolean;
}) {
  const t = useTranslations("settings");
  const id = useId();
  const row = useRef<HTMLLIElement>(null);
  // While an interval is being typed, what is not finished is not told as wrong.
  const [typing, setTyping] = useState<number | null>(null);
  const { day, name, disabled } = props;
  const problems = findProblems(day);
  const suggestion = suggestInterval(day);

  const put = (index: number, edge: Edge, value: string) =>
    props.onChange(day.map((interval, at) => (at === index ? { ...interval, [edge]: value } : interval)));
  function remove(index: number) {
    props.onChange(day.filter((_, at) => at !== index));
    requestAnimationFrame(() => row.current?.querySelector<HTMLElement>("[data-add]")?.focus());
  }
  function add(interval: TypedInterval) {
    props.onChange([...day, interval]);
    requestAnimationFrame(() =>
      row.current?.querySelectorAll<HTMLElement>("[data-from] input")[day.length]?.focus(),
    );
  }

  return (
    <li ref={row} className="flex items-start gap-x-3 gap-y-1 px-4 py-2.5 max-sm:flex-wrap">
      <span id={id} className="flex min-h-8 w-28 shrink-0 items-center font-medium max-sm:min-h-11">
        {name}
      </span>
      <fieldset
        aria-labelledby={id}
        className="flex min-w-0 flex-1 flex-col gap-2 max-sm:order-last max-sm:basis-full"
      >
        {day.length === 0 && (
          <span className="flex min-h-8 items-center text-ink-faint">{t("hours.closed")}</span>
        )}
        {day.map((interval, index) => {
          const problem = typing === index && !props.isStrict ? null : problems[index];
          const edge = (which: Edge) => (
            <TimeInput
              label={t(which === "from" ? "hours.from" : "hours.to", { day: name, number: index + 1 })}
              edge={which}
              value={interval[which]}
              onValueChange={(value) => put(index, which, value)}
              disabled={disabled}
              isInvalid={Boolean(problem) && problem !== `${which === "from" ? "to" : "from"}Unreadable`}
              describedBy={problem ? `${id}-${index}` : undefined}
            />
          );
          return (
            // biome-ignore lint/suspicious/noArrayIndexKey: intervals have no identity but their place.
            <div key={index} className="flex flex-col gap-1">
              {/* biome-ignore lint/a11y/noStaticElementInteractions: it only watches where the focus of its fields is. */}
              <div
                className="flex items-center gap-2"
                onFocus={() => setTyping(index)}
                onBlur={() => setTyping(null)}
              >
                <span data-from className="contents">
                  {edge("from")}
                </span>
                <span aria-hidden className="text-ink-faint">
                  –
                </span>
                {edge("to")}
                {!disabled && (
                  <IconButton
                    size="sm"
                    label={t("hours.remove", { from: interval.from, to: interval.to })}
                    icon={<X aria-hidden size={14} />}
                    onClick={() => remove(index)}
                  />
                )}
              </div>
              {problem && (
                <p id={`${id}-${index}`} role="alert" className="text-danger text-sm">
                  {t(`hours.problems.${problem}`)}
                </p>
              )}
            </div>
          );
        })}
      </fieldset>
      {!disabled && (
        <div className="flex shrink-0 max-sm:ms-auto">
          <IconButton
            data-add
            label={day.length === 0 ? t("hours.open", { day: name }) : t("hours.add", { day: name })}
            icon={<Plus aria-hidden size={16} />}
            disabled={!suggestion}
            onClick={() => suggestion && add(suggestion)}
          />
          <Menu
            trigger={
              <IconButton
                label={t("hours.copy.label", { day: name })}
                icon={<Copy aria-hidden size={16} />}
              />
            }
          >
            <MenuItem onSelect={() => props.onCopy(workdays)}>{t("hours.copy.workdays")}</MenuItem>
            <MenuItem onSelect={() => props.onCopy(allDays)}>{t("hours.copy.everyDay")}</MenuItem>
            <MenuGroup label={t("hours.copy.one")}>
              {props.dayNames.map(
                (other, index) =>
                  index !== props.index && (
                    <MenuItem key={other} onSelect={() => props.onCopy([index])}>
                      {other}
                    </MenuItem>
                  ),
              )}
            </MenuGroup>
            <MenuSeparator />
            <MenuItem onSelect={() => props.onChange([roundTheClock])}>{t("hours.roundTheClock")}</MenuItem>
            <MenuItem onSelect={() => props.onChange([])} disabled={day.length === 0}>
              {t("hours.close")}
            </MenuItem>
          </Menu>
        </div>
      )}
    </li>
  );
}
