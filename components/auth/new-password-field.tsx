"use client";

import { useTranslations } from "next-intl";
import { useDeferredValue, useEffect, useState } from "react";
import { cn } from "@/components/ui/cn";
import { shortestPassword } from "@/lib/passwords/limits";
import type { PasswordRating } from "@/lib/passwords/rate-password";
import { PasswordField } from "./password-field";

const loadEstimator = () => import("@/lib/passwords/rate-password");
const levels = ["weak", "weak", "fair", "good", "strong"] as const;

/** A password to be, and how hard it is to guess. What estimates it is fetched when the field is used. */
export function NewPasswordField(props: {
  label: string;
  /** The person's own words, which make no password. */
  own: readonly string[];
  error?: string | undefined;
  autoFocus?: boolean;
}) {
  const t = useTranslations("auth.strength");
  const [value, setValue] = useState("");
  const rating = useRating(useDeferredValue(value), props.own);
  return (
    <div className="flex flex-col gap-2">
      <PasswordField
        name="password"
        label={props.label}
        autoComplete="new-password"
        {...(props.autoFocus && { autoFocus: true })}
        hint={t("hint", { count: shortestPassword })}
        error={value === "" ? props.error : undefined}
        onFocus={() => void loadEstimator().catch(() => {})}
        onValue={setValue}
      />
      {rating && <Meter rating={rating} />}
    </div>
  );
}

/** The rating of what is typed, or null while there is none. What cannot be estimated here is judged by the server. */
function useRating(value: string, own: readonly string[]): PasswordRating | null {
  const [rating, setRating] = useState<PasswordRating | null>(null);
  const words = own.join("\n");
  useEffect(() => {
    if (value === "") return setRating(null);
    let isCurrent = true;
    loadEstimator()
      .then(({ ratePassword }) => ratePassword(value, words.split("\n")))
      .then((rated) => isCurrent && setRating(rated))
      .catch(() => isCurrent && setRating(null));
    return () => {
      isCurrent = false;
    };
  }, [value, words]);
  return rating;
}

function Meter({ rating }: { rating: PasswordRating }) {
  const t = useTranslations("auth.strength");
  const level = levels[rating.score];
  const tone = rating.weakness ? (rating.score < 2 ? "bg-danger" : "bg-warn") : "bg-success";
  return (
    <div className="flex flex-col gap-1">
      <div aria-hidden className="grid grid-cols-4 gap-1">
        {[1, 2, 3, 4].map((step) => (
          <span
            key={step}
            className={cn("h-1 rounded-full", step <= Math.max(1, rating.score) ? tone : "bg-line")}
          />
        ))}
      </div>
      <p role="status" className="text-ink-muted text-sm">
        <span className="sr-only">{t("label")}: </span>
        <span className="font-medium text-ink">{t(`levels.${level}`)}</span>
        {rating.weakness && <> · {t(`weakness.${rating.weakness}`)}</>}
      </p>
    </div>
  );
}
