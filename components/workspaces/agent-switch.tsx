"use client";

import { useTranslations } from "next-intl";
import { useState } from "react";
import { Card } from "@/components/ui/card";
import { Switch } from "@/components/ui/switch";
import type { Workspace } from "@/server/workspaces/schemas";
import { useSaveSettings } from "./use-workspace-settings";

/** Turns the agent on or off, at once. */
export function AgentSwitch({ workspace, disabled }: { workspace: Workspace; disabled: boolean }) {
  const t = useTranslations("settings");
  const { save, isSaving } = useSaveSettings();
  const [wanted, setWanted] = useState<boolean | null>(null);
  const isOn = wanted ?? workspace.isAgentOn;

  async function turn(isAgentOn: boolean) {
    setWanted(isAgentOn);
    await save({ isAgentOn }, workspace, { said: t(isAgentOn ? "agent.turnedOn" : "agent.turnedOff") });
    setWanted(null);
  }

  return (
    <Card>
      <Switch
        label={t("agent.label")}
        hint={t(isOn ? "agent.on" : "agent.off")}
        checked={isOn}
        onCheckedChange={turn}
        disabled={disabled || isSaving}
      />
    </Card>
  );
}
