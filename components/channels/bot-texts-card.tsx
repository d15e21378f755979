"use client";

import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useTranslations } from "next-intl";
import { useState } from "react";
import { useTRPC } from "@/components/trpc";
import { Button } from "@/components/ui/button";
import { Card } from "@/components/ui/card";
import { Field } from "@/components/ui/field";
import { Input } from "@/components/ui/input";
import { Select } from "@/components/ui/select";
import { Textarea } from "@/components/ui/textarea";
import { toast } from "@/components/ui/toast";
import { textLanguages } from "@/server/channels/rules";
import type { BotTexts, ChannelDetail, TextLanguage } from "@/server/channels/schemas";
import { useChannelFailure } from "./use-channel-failure";

type Draft = Partial<Record<TextLanguage, Partial<Pick<BotTexts, "description" | "shortDescription">>>>;

/** What the bot says of itself, language by language. */
export function BotTextsCard({ channel }: { channel: ChannelDetail }) {
  const t = useTranslations("channels.detail");
  const trpc = useTRPC();
  const cache = useQueryClient();
  const describe = useChannelFailure();
  const [language, setLanguage] = useState<TextLanguage>("tr");
  const [draft, setDraft] = useState<Draft>({});
  const save = useMutation(
    trpc.channels.update.mutationOptions({
      onError: (error) => toast.failed(describe(error)),
      onSuccess(after) {
        cache.setQueryData(trpc.channels.get.queryKey({ channelId: channel.id }), after);
        setDraft({});
        toast.done(t("textsSaved"));
      },
    }),
  );
  const texts = {
    description: "",
    shortDescription: "",
    commands: [],
    ...channel.texts[language],
    ...draft[language],
  };
  const change = (changes: Draft[TextLanguage]) =>
    setDraft((held) => ({ ...held, [language]: { ...held[language], ...changes } }));

  return (
    <Card title={t("textsTitle")} hint={t("textsHint")}>
      <form
        className="flex flex-col gap-4"
        onSubmit={(event) => {
          event.preventDefault();
          save.mutate({ channelId: channel.id, texts: draft });
        }}
      >
        <Field label={t("language")}>
          <Select
            items={textLanguages.map((value) => ({ value, label: t(`languages.${value}`) }))}
            value={language}
            onValueChange={setLanguage}
          />
        </Field>
        <Field label={t("description")} hint={t("descriptionHint")}>
          <Textarea
            dir="auto"
            maxRows={6}
            maxLength={512}
            value={texts.description}
            onChange={(event) => change({ description: event.currentTarget.value })}
          />
        </Field>
        <Field label={t("shortDescription")} hint={t("shortDescriptionHint")}>
          <Input
            dir="auto"
            maxLength={120}
            value={texts.shortDescription}
            onChange={(event) => change({ shortDescription: event.currentTarget.value })}
          />
        </Field>
        {texts.commands.length > 0 && (
          <div className="flex flex-col gap-1.5">
            <p className="font-medium text-sm">{t("commands")}</p>
            <ul className="flex flex-col gap-1 text-ink-muted text-sm">
              {texts.commands.map((command) => (
                <li key={command.command}>
                  <bdi className="font-medium text-ink">/{command.command}</bdi>{" "}
                  <bdi>{command.description}</bdi>
                </li>
              ))}
            </ul>
          </div>
        )}
        <Button
          type="submit"
          className="self-start"
          loading={save.isPending}
          disabled={Object.keys(draft).length === 0}
        >
          {t("saveTexts")}
        </Button>
      </form>
    </Card>
  );
}
