"use client";

import { useTranslations } from "next-intl";
import { useState, useTransition } from "react";
import type { FormAnswer } from "@/components/auth/form-answer";
import { useFaults } from "@/components/auth/use-faults";
import { toast } from "@/components/ui/toast";

/** Does one thing at a time on a press; what went wrong stays readable beside it. */
export function useDeed() {
  const failure = useTranslations("failure");
  const [isBusy, startTransition] = useTransition();
  const [answer, setAnswer] = useState<FormAnswer>({});
  const { whole } = useFaults(answer);
  const run = (deed: () => Promise<FormAnswer>, onDone?: (answer: FormAnswer) => void) =>
    new Promise<void>((resolve) => {
      startTransition(async () => {
        try {
          const given = await deed();
          setAnswer(given);
          if (given.leaveTo) window.location.assign(given.leaveTo);
          if (given.isDone) onDone?.(given);
        } catch {
          toast.failed(failure("title"), { detail: failure("happened") });
        }
        resolve();
      });
    });
  return { run, isBusy, fault: whole };
}
