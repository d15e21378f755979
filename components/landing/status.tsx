import CircleCheck from "lucide-react/icons/circle-check";
import TriangleAlert from "lucide-react/icons/triangle-alert";
import { useLocale, useTranslations } from "next-intl";
import { Badge, type Tone } from "@/components/ui/badge";
import { Card, DescriptionList } from "@/components/ui/card";
import { createFormat } from "@/lib/format/format";

type PartState = "ok" | "away" | "stopped" | "failing" | "off" | "starting" | "low" | "full";

type StatusProps = {
  health: {
    isReady: boolean;
    at: Date;
    uptimeS: number;
    version: string;
    parts: { name: "app" | "database" | "dispatcher" | "mail" | "backup" | "storage"; state: PartState }[];
  };
  figures: { received: number; sent: number; mails: number; streams: number };
};

const tones: Record<PartState, Tone> = {
  ok: "success",
  away: "danger",
  stopped: "danger",
  failing: "danger",
  off: "neutral",
  starting: "warn",
  low: "warn",
  full: "danger",
};

/** Whether it works, part by part, and what it has done since it started. */
export function Status({ health, figures }: StatusProps) {
  const t = useTranslations("landing.status");
  const format = createFormat(useLocale(), "Europe/Istanbul");
  const isWell = health.isReady && health.parts.every(({ state }) => state !== "full");
  const Icon = isWell ? CircleCheck : TriangleAlert;
  return (
    <div className="flex max-w-2xl flex-col gap-6 py-10">
      <h1 className="font-semibold text-xl">{t("title")}</h1>
      <p className="flex items-center gap-2 text-lg">
        <Icon aria-hidden size={20} className={isWell ? "text-success" : "text-danger"} />
        {isWell ? t("ok") : t("bad")}
        <span className="text-ink-muted text-sm">{t("checked", { time: format.time(health.at) })}</span>
      </p>
      <Card title={t("parts")}>
        <ul className="flex flex-col gap-2">
          {health.parts.map(({ name, state }) => (
            <li key={name} className="flex items-center justify-between gap-4">
              {t(name)}
              <Badge tone={tones[state]}>{t(`states.${state}`)}</Badge>
            </li>
          ))}
        </ul>
      </Card>
      <Card title={t("figures")}>
        <DescriptionList
          className="tabular-nums"
          items={[
            { term: t("uptime"), value: format.duration(health.uptimeS * 1_000) },
            { term: t("received"), value: format.number(figures.received) },
            { term: t("sent"), value: format.number(figures.sent) },
            { term: t("mails"), value: format.number(figures.mails) },
            { term: t("streams"), value: format.number(figures.streams) },
            { term: t("version"), value: <bdi>{health.version}</bdi> },
          ]}
        />
      </Card>
      <p className="text-ink-muted text-sm">
        {t("machine")}{" "}
        <a href="/api/health" className="text-accent-text underline" dir="ltr">
          /api/health
        </a>
      </p>
    </div>
  );
}
