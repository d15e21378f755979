import { useTranslations } from "next-intl";

/** In place of the form where whoever runs this installation takes no new organisations. */
export function FoundingOff({ isFirst }: { isFirst: boolean }) {
  const t = useTranslations("start.found");
  const Title = isFirst ? "h1" : "h2";
  return (
    <header className="flex flex-col gap-1.5">
      <Title className="font-semibold text-lg">{t("offTitle")}</Title>
      <p className="text-ink-muted">{t("problems.FEATURE_OFF")}</p>
    </header>
  );
}
