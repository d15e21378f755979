"use client";

import { useTranslations } from "next-intl";
import type { FormAnswer } from "./form-answer";

type Faults = {
  /** What is wrong with this field, and what to do. */
  of(field: string): string | undefined;
  /** What is wrong with the whole. */
  whole: string | undefined;
};

const plain = [
  "SIGN_IN_WRONG",
  "SIGN_IN_BUSY",
  "ADDRESS_UNVERIFIED",
  "SIGN_UP_ELSEWHERE",
  "NOT_SIGNED_IN",
  "LAST_METHOD",
  "SESSION_NOT_FOUND",
  "PUSH_OFF",
  "PUSH_ADDRESS_INVALID",
  "PUSH_DEVICE_NOT_FOUND",
  "WRONG_PASSWORD",
  "DATABASE_AWAY",
] as const;
const ofFields = ["address", "name", "nameLong", "passwordMissing", "passwordLong"] as const;
const weaknesses = [
  "short",
  "common",
  "word",
  "name",
  "own",
  "repeat",
  "sequence",
  "date",
  "guessable",
] as const;

/** The words for what an action answered. */
export function useFaults({ code, data = {}, fields = {} }: FormAnswer): Faults {
  const t = useTranslations("auth");
  const provider = () => t(`providers.${data.provider as "google"}`);
  const whole = (): string | undefined => {
    const known = plain.find((one) => one === code);
    if (known) return t(`faults.${known}`);
    if (code === "SIGN_IN_LOCKED") return t("faults.SIGN_IN_LOCKED", { minutes: Number(data.minutes) });
    if (code === "LIMIT_REACHED") {
      return t("faults.LIMIT_REACHED", { minutes: Math.max(1, Math.ceil(Number(data.retryAfterS) / 60)) });
    }
    if (code === "ACCOUNT_TAKEN") return t("faults.ACCOUNT_TAKEN", { provider: provider() });
    if (code === "ADDRESS_TAKEN") {
      return data.provider
        ? t("faults.ADDRESS_TAKEN", { provider: provider() })
        : t("faults.ADDRESS_TAKEN_plain");
    }
    return code === "PROVIDER_FAILED" ? t("faults.provider", { provider: provider() }) : undefined;
  };
  const weakness = weaknesses.find((one) => one === data.weakness);
  return {
    of(field) {
      if (field === "password" && code === "PASSWORD_WEAK" && weakness)
        return t(`strength.weakness.${weakness}`);
      const fault = ofFields.find((one) => one === fields[field]);
      return fault && t(`faults.${fault}`);
    },
    whole: whole(),
  };
}
