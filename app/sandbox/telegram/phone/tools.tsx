"use client";

import { useTranslations } from "next-intl";
import { useState } from "react";
import { Tabs } from "@/components/ui/tab-panels";
import type { Call } from "@/sandbox/telegram/records";
import { CallLog } from "./call-log";
import type { Control, PhoneBot } from "./control";
import { FaultPanel } from "./fault-panel";
import { RecorderPanel } from "./recorder-panel";

/** Beside the phones: what the bot asked for, what shall go wrong, and sessions kept. */
export function Tools({ control, bot, calls }: { control: Control; bot: PhoneBot; calls: readonly Call[] }) {
  const t = useTranslations("sandbox.tools");
  const [shown, setShown] = useState<"calls" | "faults" | "recorder">("calls");
  return (
    <Tabs
      label={t("label")}
      value={shown}
      onValueChange={setShown}
      items={[
        { value: "calls", label: t("calls"), content: <CallLog calls={calls} /> },
        { value: "faults", label: t("faults"), content: <FaultPanel control={control} bot={bot} /> },
        { value: "recorder", label: t("recorder"), content: <RecorderPanel control={control} bot={bot} /> },
      ]}
    />
  );
}
