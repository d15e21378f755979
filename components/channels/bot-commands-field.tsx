"use client";

import Plus from "lucide-react/icons/plus";
import X from "lucide-react/icons/x";
import { useTranslations } from "next-intl";
import { Button } from "@/components/ui/button";
import { IconButton } from "@/components/ui/icon-button";
import { Input } from "@/components/ui/input";

type Command = { command: string; description: string };

/** The commands in the bot's menu: each with what it does. */
export function BotCommandsField(props: {
  commands: readonly Command[];
  disabled: boolean;
  onChange: (commands: Command[]) => void;
}) {
  const t = useTranslations("channels.profile");
  const { commands, disabled } = props;
  const put = (index: number, changes: Partial<Command>) => {
    const before = commands[index];
    if (before) props.onChange([...commands].with(index, { ...before, ...changes }));
  };
  return (
    <fieldset className="flex flex-col gap-2" disabled={disabled}>
      <legend className="mb-1.5 font-medium text-sm">{t("commands")}</legend>
      {commands.length === 0 && <p className="text-ink-faint text-sm">{t("noCommands")}</p>}
      {commands.map(({ command, description }, index) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: a line has no other identity while it is written.
        <div key={index} className="flex flex-wrap items-center gap-2">
          <Input
            dir="ltr"
            aria-label={t("command")}
            className="w-36 max-sm:flex-1"
            required
            pattern="[a-z0-9_]{1,32}"
            maxLength={32}
            value={command}
            onChange={({ currentTarget }) => put(index, { command: currentTarget.value })}
          />
          <Input
            dir="auto"
            aria-label={t("commandDescription")}
            className="min-w-0 flex-1 max-sm:order-last max-sm:basis-full"
            required
            maxLength={256}
            value={description}
            onChange={({ currentTarget }) => put(index, { description: currentTarget.value })}
          />
          {!disabled && (
            <IconButton
              size="sm"
              label={t("removeCommand")}
              icon={<X aria-hidden size={16} />}
              onClick={() => props.onChange([...commands].toSpliced(index, 1))}
            />
          )}
        </div>
      ))}
      {!disabled && commands.length < 100 && (
        <Button
          size="sm"
          className="self-start"
          icon={<Plus aria-hidden size={16} />}
          onClick={() => props.onChange([...commands, { command: "", description: "" }])}
        >
          {t("addCommand")}
        </Button>
      )}
    </fieldset>
  );
}
