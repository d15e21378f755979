"use client";

import dynamic from "next/dynamic";
import { FirstSteps } from "@/components/start/first-steps";
import type { TryPhoneProps } from "@/components/start/reply-step";
import { lasting } from "@/components/ui/lasting";
import { Skeleton } from "@/components/ui/skeleton";

const TryPhone = dynamic(
  lasting(() => import("./try-phone").then((module) => module.TryPhone)),
  {
    ssr: false,
    loading: () => <Skeleton className="h-[30rem] max-w-md" />,
  },
);

/** The first steps with what only the local Telegram gives: a bot at once, and a phone to write to it. */
export function FirstStepsHere(props: {
  /** Server actions. */
  makeLocalBot: () => Promise<{ code: string | null }>;
  findCustomer: () => Promise<number | null>;
}) {
  const { findCustomer } = props;
  return (
    <FirstSteps
      makeLocalBot={props.makeLocalBot}
      renderPhone={(phone: TryPhoneProps) => <TryPhone {...phone} findCustomer={findCustomer} />}
    />
  );
}
