"use client";

import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { useTranslations } from "next-intl";
import { useState } from "react";
import { useTRPC, useWorkspace } from "@/components/trpc";
import { Button } from "@/components/ui/button";
import { Card } from "@/components/ui/card";
import { Field } from "@/components/ui/field";
import { Input } from "@/components/ui/input";
import { Notice } from "@/components/ui/notice";
import { Select } from "@/components/ui/select";
import { SkeletonText } from "@/components/ui/skeleton";
import { ErrorState } from "@/components/ui/states";
import { Textarea } from "@/components/ui/textarea";
import { toast } from "@/components/ui/toast";
import { type ProfileLanguage, profileLanguages, profileLimits } from "@/server/channels/rules";
import type { BotProfile, ChannelDetail, ProfileChange } from "@/server/channels/schemas";
import { BotCommandsField } from "./bot-commands-field";
import { BotPicture } from "./bot-picture";
import { PendingChanges } from "./pending-changes";
import { useChannelFailure } from "./use-channel-failure";

type Texts = NonNullable<BotProfile["there"]>[ProfileLanguage];
type Draft = Partial<Record<ProfileLanguage, Partial<Texts>>>;

/** What the bot says of itself, language by language, beside what Telegram has; only what differs is sent. */
export function BotProfileCard({ channel }: { channel: ChannelDetail }) {
  const t = useTranslations("channels.detail");
  const words = useTranslations("channels.profile");
  const trpc = useTRPC();
  const cache = useQueryClient();
  const describe = useChannelFailure();
  const { member } = useWorkspace();
  const mayChange = member.role === "owner" || member.role === "admin";
  const [language, setLanguage] = useState<ProfileLanguage>("default");
  const [draft, setDraft] = useState<Draft>({});
  const asked = { channelId: channel.id };
  const profile = useQuery(trpc.channels.profile.queryOptions(asked));
  const save = useMutation(
    trpc.channels.saveProfile.mutationOptions({
      onError: (error) => toast.failed(describe(error)),
      onSuccess(after) {
        cache.setQueryData(trpc.channels.profile.queryKey(asked), after);
        setDraft({});
        if (after.pending.some(({ state }) => state === "refused")) toast.failed(words("someRefused"));
        else toast.done(words(after.pending.length > 0 ? "someWait" : "sent"));
      },
    }),
  );
  const there = profile.data?.there;
  if (profile.isError || (profile.data && !there)) {
    return <ErrorState happened={t("platformAway")} onRetry={() => void profile.refetch()} />;
  }
  if (!profile.data || !there) return <SkeletonText lines={10} />;
  const stands = there[language];
  const wanted = Object.fromEntries(
    profile.data.pending.flatMap((change) =>
      change.language === language && change.field !== "photo" ? [[change.field, change.value]] : [],
    ),
  ) as Partial<Texts>;
  const texts: Texts = { ...stands, ...wanted, ...draft[language] };
  const change = (changes: Partial<Texts>) =>
    setDraft((held) => ({ ...held, [language]: { ...held[language], ...changes } }));
  const changes = toChanges(draft);
  const differs = (field: keyof Texts) =>
    JSON.stringify(texts[field]) !== JSON.stringify(stands[field]) && field !== "commands"
      ? words("there", { text: String(stands[field]) || words("nothing") })
      : undefined;
  return (
    <div className="grid items-start gap-4 lg:grid-cols-[minmax(0,2fr)_minmax(0,1fr)]">
      <Card title={t("textsTitle")} hint={words("hint")}>
        <form
          className="flex flex-col gap-4"
          onSubmit={(event) => {
            event.preventDefault();
            save.mutate({ channelId: channel.id, changes });
          }}
        >
          <Field label={t("language")}>
            <Select
              items={profileLanguages.map((value) => ({ value, label: t(`languages.${value}`) }))}
              value={language}
              onValueChange={setLanguage}
            />
          </Field>
          <Field label={words("name")} hint={differs("name") ?? words("nameHint")}>
            <Input
              dir="auto"
              readOnly={!mayChange}
              maxLength={profileLimits.name}
              value={texts.name}
              onChange={({ currentTarget }) => change({ name: currentTarget.value })}
            />
          </Field>
          <Field label={t("description")} hint={differs("description") ?? t("descriptionHint")}>
            <Textarea
              dir="auto"
              maxRows={6}
              readOnly={!mayChange}
              maxLength={profileLimits.description}
              value={texts.description}
              onChange={({ currentTarget }) => change({ description: currentTarget.value })}
            />
          </Field>
          <Field
            label={t("shortDescription")}
            hint={differs("short_description") ?? t("shortDescriptionHint")}
          >
            <Input
              dir="auto"
              readOnly={!mayChange}
              maxLength={profileLimits.short_description}
              value={texts.short_description}
              onChange={({ currentTarget }) => change({ short_description: currentTarget.value })}
            />
          </Field>
          <BotCommandsField
            commands={texts.commands}
            disabled={!mayChange}
            onChange={(commands) => change({ commands })}
          />
          {mayChange && (
            <Button
              type="submit"
              variant="primary"
              className="self-start"
              loading={save.isPending}
              disabled={changes.length === 0}
            >
              {words("save")}
            </Button>
          )}
        </form>
      </Card>
      <div className="flex flex-col gap-4">
        <Card title={words("picture")}>
          <BotPicture
            profile={profile.data}
            disabled={!mayChange || save.isPending}
            onChange={(value) =>
              save.mutate({
                channelId: channel.id,
                changes: [{ field: "photo", language: "default", value }],
              })
            }
          />
        </Card>
        <PendingChanges pending={profile.data.pending} />
        <Notice>{words("limits")}</Notice>
      </div>
    </div>
  );
}

function toChanges(draft: Draft): ProfileChange[] {
  return Object.entries(draft).flatMap(([language, texts]) =>
    Object.entries(texts ?? {}).map(([field, value]) => ({ field, language, value }) as ProfileChange),
  );
}
