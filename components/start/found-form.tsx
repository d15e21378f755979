"use client";

import Camera from "lucide-react/icons/camera";
import CandlestickChart from "lucide-react/icons/chart-candlestick";
import Stethoscope from "lucide-react/icons/stethoscope";
import Store from "lucide-react/icons/store";
import { useTranslations } from "next-intl";
import { type FormEvent, useEffect, useId, useState, useTransition } from "react";
import { Button } from "@/components/ui/button";
import { cn } from "@/components/ui/cn";
import { Field } from "@/components/ui/field";
import { Input } from "@/components/ui/input";
import { Notice } from "@/components/ui/notice";
import { Select } from "@/components/ui/select";
import { TimeZonePicker } from "@/components/workspaces/time-zone-picker";
import { isLocale, type Locale, localeNames, locales } from "@/lib/i18n/locales";
import { longestNameCharacters, workspaceKinds } from "@/server/workspaces/rules";

type Kind = (typeof workspaceKinds)[number];
type Answer = { problem: string; suggestion: string | null };

const icons = { creator: Camera, shop: Store, clinic: Stethoscope, desk: CandlestickChart } as const;
/** A pause in typing: the name is whole for now. */
const pauseMs = 350;
const knownProblems = [
  "name",
  "slug",
  "SLUG_TAKEN",
  "timeZone",
  "LIMIT_REACHED",
  "PERMISSION_DENIED",
  "FEATURE_OFF",
  "STORAGE_FULL",
] as const;

/** A new workspace: what it is, what it is called, where it works. */
export function FoundForm(props: {
  isFirst: boolean;
  locale: string;
  /** One of the reader's own, in whose organisation it will be. */
  beside: { slug: string; organisation: string } | null;
  /** Server actions. */
  found: (input: unknown, beside: string | null) => Promise<Answer>;
  suggest: (input: unknown) => Promise<string | null>;
}) {
  const t = useTranslations("start.found");
  const [kind, setKind] = useState<Kind>("shop");
  const [name, setName] = useState("");
  const [ownSlug, setOwnSlug] = useState<string | null>(null);
  const [language, setLanguage] = useState<Locale>(isLocale(props.locale) ? props.locale : "en");
  const [timeZone, setTimeZone] = useState("Europe/Istanbul");
  const [answer, setAnswer] = useState<Answer | null>(null);
  const [isBusy, start] = useTransition();
  const suggested = useSuggestion(props.suggest, name, kind);
  // Only the browser knows where the reader is.
  useEffect(() => setTimeZone(Intl.DateTimeFormat().resolvedOptions().timeZone || "Europe/Istanbul"), []);

  function submit(event: FormEvent) {
    event.preventDefault();
    if (!name.trim()) return setAnswer({ problem: "name", suggestion: null });
    start(async () => {
      const input = { kind, name, language, timeZone, ...(ownSlug && { slug: ownSlug }) };
      setAnswer(await props.found(input, props.beside?.slug ?? null));
    });
  }
  const problem = answer && (knownProblems.find((one) => one === answer.problem) ?? "other");
  const tell = (field: string) => (problem === field ? t(`problems.${problem}`) : undefined);
  const isSlugTaken = problem === "SLUG_TAKEN";
  const slugProblem = isSlugTaken ? t("problems.SLUG_TAKEN") : tell("slug");
  const isElsewhere = problem && !["name", "slug", "SLUG_TAKEN", "timeZone"].includes(problem);

  return (
    <form noValidate onSubmit={submit} className="flex flex-col gap-6">
      <header className="flex flex-col gap-1.5">
        {props.isFirst ? (
          <h1 className="text-balance font-semibold text-xl">{t("titleFirst")}</h1>
        ) : (
          <h2 className="font-semibold text-lg">{t("title")}</h2>
        )}
        <p className="text-ink-muted">
          {props.beside ? t("leadBeside", { organisation: props.beside.organisation }) : t("lead")}
        </p>
      </header>
      <KindChoice kind={kind} onKind={setKind} />
      <Field label={t("name")} hint={t(`nameHint.${kind}`)} error={tell("name")}>
        <Input
          value={name}
          maxLength={longestNameCharacters}
          autoComplete="organization"
          onChange={(event) => {
            setName(event.currentTarget.value);
            setAnswer(null);
          }}
        />
      </Field>
      <Field label={t("address")} hint={t("addressHint")} error={slugProblem}>
        <Input
          dir="ltr"
          lead={<span className="text-ink-faint">/w/</span>}
          autoComplete="off"
          autoCapitalize="none"
          spellCheck={false}
          value={ownSlug ?? suggested ?? ""}
          onChange={(event) => {
            setOwnSlug(event.currentTarget.value.toLowerCase() || null);
            setAnswer(null);
          }}
        />
      </Field>
      {isSlugTaken && answer?.suggestion && (
        <div>
          <Button
            size="sm"
            onClick={() => {
              setOwnSlug(answer.suggestion);
              setAnswer(null);
            }}
          >
            {t("takeSuggestion", { suggestion: answer.suggestion })}
          </Button>
        </div>
      )}
      <div className="grid gap-4 sm:grid-cols-2">
        <Field label={t("language")} hint={t("languageHint")}>
          <Select
            items={locales.map((value) => ({ value, label: localeNames[value] }))}
            value={language}
            onValueChange={setLanguage}
          />
        </Field>
        <Field label={t("timeZone")} hint={t("timeZoneHint")} error={tell("timeZone")}>
          <TimeZonePicker key={timeZone} value={timeZone} onValueChange={setTimeZone} />
        </Field>
      </div>
      {isElsewhere && <Notice tone="danger">{t(`problems.${problem}`)}</Notice>}
      <div>
        <Button type="submit" variant="primary" size="lg" loading={isBusy} className="max-sm:w-full">
          {t("submit")}
        </Button>
      </div>
    </form>
  );
}

function KindChoice({ kind, onKind }: { kind: Kind; onKind: (kind: Kind) => void }) {
  const t = useTranslations("start.found");
  const common = useTranslations("common");
  const name = useId();
  return (
    <fieldset className="flex flex-col gap-2">
      <legend className="mb-2 font-medium text-sm">{t("kind")}</legend>
      <div className="grid gap-2 sm:grid-cols-2">
        {workspaceKinds.map((value) => {
          const Icon = icons[value];
          return (
            <label
              key={value}
              className={cn(
                "flex cursor-pointer items-start gap-3 rounded-lg border border-line bg-surface p-3.5 transition-colors hover:border-line-control has-focus-visible:outline-2 has-focus-visible:outline-accent",
                kind === value && "border-accent bg-accent-soft hover:border-accent",
              )}
            >
              <input
                type="radio"
                name={name}
                value={value}
                checked={kind === value}
                onChange={() => onKind(value)}
                className="sr-only"
              />
              <Icon aria-hidden size={20} className="mt-0.5 shrink-0 text-accent-text" />
              <span className="min-w-0">
                <span className="block font-medium">{common(`kind.${value}`)}</span>
                <span className="block text-ink-muted text-sm">{t(`kinds.${value}`)}</span>
              </span>
            </label>
          );
        })}
      </div>
    </fieldset>
  );
}

/** The address that the name would get, once the typing pauses. */
function useSuggestion(
  suggest: (input: unknown) => Promise<string | null>,
  name: string,
  kind: Kind,
): string | null {
  const [suggested, setSuggested] = useState<string | null>(null);
  useEffect(() => {
    if (!name.trim()) return setSuggested(null);
    let isCurrent = true;
    const timer = setTimeout(() => {
      // Without it, the server finds one as it makes the workspace.
      suggest({ name, kind }).then(
        (slug) => isCurrent && setSuggested(slug),
        () => {},
      );
    }, pauseMs);
    return () => {
      isCurrent = false;
      clearTimeout(timer);
    };
  }, [suggest, name, kind]);
  return suggested;
}
