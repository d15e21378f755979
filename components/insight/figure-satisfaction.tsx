"use client";

import { useTranslations } from "next-intl";
import type { ReactNode } from "react";
import { ChartCard } from "@/components/charts/chart-card";
import { useFormat } from "@/lib/format/use-format";
import type { FigureReport } from "@/server/insight/schemas";
import { emojiOf } from "@/server/satisfaction/rules";
import type { OpenedRows } from "./figure-rows";

type Satisfaction = FigureReport["satisfaction"];
type Open = (rows: OpenedRows) => void;

/** What customers said of their conversations: the average, who was content, by face, member and bot. Nothing before one was asked. */
export function FigureSatisfaction(props: {
  report: FigureReport | undefined;
  fileOf: (name: string) => string;
  onOpen: Open;
}) {
  const t = useTranslations("insight.satisfaction");
  const said = props.report?.satisfaction;
  if (!said || said.total.asked + said.total.count + said.before.count === 0) return null;
  const { total } = said;
  const ofGroup = (label: string, group: Satisfaction["byMember"]) =>
    group.map(({ name, count, average }) => [label, name ?? t("agent"), String(count), average.toFixed(2)]);
  return (
    <ChartCard
      title={t("title")}
      hint={t("hint")}
      loading={false}
      isEmpty={false}
      file={{
        name: props.fileOf(t("file")),
        heading: ["", t("who"), t("count"), t("average")],
        rows: [
          ["", t("title"), String(total.count), total.average?.toFixed(2) ?? ""],
          ...said.scores.map(({ score, count }) => [t("faces"), String(score), String(count), ""]),
          ...ofGroup(t("byMember"), said.byMember),
          ...ofGroup(t("byBot"), said.byBot),
        ],
      }}
    >
      <div className="flex flex-col gap-4">
        <Totals said={said} onOpen={props.onOpen} />
        <Faces said={said} onOpen={props.onOpen} />
        <div className="grid items-start gap-4 sm:grid-cols-2">
          <Group title={t("byMember")} rows={said.byMember} onOpen={props.onOpen} />
          <Group title={t("byBot")} rows={said.byBot} onOpen={props.onOpen} />
        </div>
      </div>
    </ChartCard>
  );
}

function Totals({ said, onOpen }: { said: Satisfaction; onOpen: Open }) {
  const t = useTranslations("insight.satisfaction");
  const format = useFormat();
  const { total, before } = said;
  const score = (value: number | null) => (value === null ? "–" : format.number(value, 2));
  const share = (value: number | null) => (value === null ? "–" : format.percent(value));
  const all = () => onOpen({ figure: "rating", key: "all", label: t("openAll") });
  return (
    <dl className="grid grid-cols-2 gap-3 sm:grid-cols-4">
      <Fact term={t("score")} value={score(total.average)} was={score(before.average)} onOpen={all} />
      <Fact term={t("share")} value={share(total.share)} was={share(before.share)} onOpen={all} />
      <Fact
        term={t("count")}
        value={format.number(total.count)}
        was={format.number(before.count)}
        onOpen={all}
      />
      <Fact
        term={t("comments")}
        value={format.number(total.comments)}
        was={format.number(before.comments)}
        onOpen={() => onOpen({ figure: "rating", key: "comments", label: t("openComments") })}
      />
    </dl>
  );
}

function Fact(props: { term: string; value: string; was: string; onOpen: () => void }) {
  const t = useTranslations("insight.satisfaction");
  return (
    <div>
      <dt className="text-ink-muted text-sm">{props.term}</dt>
      <dd className="font-semibold text-lg tabular-nums">
        <button
          type="button"
          onClick={props.onOpen}
          aria-label={`${props.term}: ${props.value}`}
          className="-mx-1 rounded-sm px-1 hover:bg-hover max-sm:min-h-11"
        >
          <bdi>{props.value}</bdi>
        </button>
      </dd>
      <dd className="text-ink-muted text-xs tabular-nums">{t("before", { value: props.was })}</dd>
    </div>
  );
}

/** The five faces with how often each was pressed, the best first. */
function Faces({ said, onOpen }: { said: Satisfaction; onOpen: Open }) {
  const t = useTranslations("insight.satisfaction");
  const format = useFormat();
  const top = Math.max(1, ...said.scores.map(({ count }) => count));
  return (
    <ul className="flex flex-col gap-1" aria-label={t("faces")}>
      {said.scores.toReversed().map(({ score, count }) => {
        const label = t("open", { emoji: emojiOf(score) });
        return (
          <li key={score}>
            <button
              type="button"
              aria-label={`${label}: ${count}`}
              onClick={() => onOpen({ figure: "rating", key: String(score), label })}
              className="flex h-8 w-full items-center gap-3 rounded-sm hover:bg-hover max-sm:h-11"
            >
              <span aria-hidden className="w-6 shrink-0 text-center">
                {emojiOf(score)}
              </span>
              <span aria-hidden className="h-3 min-w-0 flex-1">
                <span
                  className="block h-full rounded-sm bg-[var(--chart-2)]"
                  style={{ width: `${(count / top) * 100}%` }}
                />
              </span>
              <span aria-hidden className="w-12 shrink-0 text-end tabular-nums">
                {format.number(count)}
              </span>
            </button>
          </li>
        );
      })}
    </ul>
  );
}

function Group({ title, rows, onOpen }: { title: string; rows: Satisfaction["byMember"]; onOpen: Open }) {
  const t = useTranslations("insight.satisfaction");
  const format = useFormat();
  if (rows.length === 0) return null;
  return (
    <table className="w-full">
      <thead>
        <tr className="text-ink-muted text-sm [&>th]:font-medium">
          <th scope="col" className="h-7 text-start">
            {title}
          </th>
          <Heading>{t("count")}</Heading>
          <Heading>{t("average")}</Heading>
        </tr>
      </thead>
      <tbody>
        {rows.map(({ id, name, count, average }) => (
          <tr key={id} className="border-line border-t">
            <th scope="row" className="h-8 w-full text-start font-normal">
              <button
                type="button"
                onClick={() => onOpen({ figure: "rating", key: id, label: name ?? t("agent") })}
                className="h-full text-start hover:underline max-sm:min-h-11"
              >
                <bdi>{name ?? t("agent")}</bdi>
              </button>
            </th>
            <td className="ps-3 text-end tabular-nums">{format.number(count)}</td>
            <td className="ps-3 text-end tabular-nums">{format.number(average, 2)}</td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}

const Heading = ({ children }: { children: ReactNode }) => (
  <th scope="col" className="ps-3 text-end">
    {children}
  </th>
);
