"use client";

import { useMutation, useQuery } from "@tanstack/react-query";
import { useTranslations } from "next-intl";
import { useEffect, useRef, useState } from "react";
import { useTRPC } from "@/components/trpc";
import { Button } from "@/components/ui/button";
import { Field } from "@/components/ui/field";
import { Input } from "@/components/ui/input";
import { Notice } from "@/components/ui/notice";
import { useAt } from "./use-at";
import { useChannelFailure } from "./use-channel-failure";

const waitingMs = 2_000;

/** Has Telegram make a bot: a name, a link to open there, and the waiting until the bot is here. */
export function ManagedBotForm(props: {
  onMade: (channelId: string) => void;
  /** Proposed; what stands in Telegram's lists. */
  initialName?: string;
  /** The one thing to do where it stands. */
  isPrimary?: boolean;
}) {
  const { onMade } = props;
  const t = useTranslations("channels.managed");
  const trpc = useTRPC();
  const describe = useChannelFailure();
  const [name, setName] = useState(props.initialName ?? "");
  const request = useMutation(trpc.channels.requestManagedBot.mutationOptions());
  const requestId = request.data?.id;
  const state = useQuery(
    trpc.channels.managedRequest.queryOptions(
      { requestId: requestId ?? "" },
      {
        enabled: requestId !== undefined,
        refetchInterval: ({ state: { data } }) =>
          data?.state === "made" || data?.state === "failed" ? false : waitingMs,
      },
    ),
  );
  // Nobody has made it in time: its link works no more.
  const isOpen = state.data?.state === "waiting" || state.data?.state === "opened";
  useAt(isOpen ? request.data?.expiresAt : undefined, () => request.reset());
  const madeId = state.data?.state === "made" ? state.data.channelId : null;
  const hasTold = useRef(false);
  useEffect(() => {
    if (!madeId || hasTold.current) return;
    hasTold.current = true;
    onMade(madeId);
  }, [madeId, onMade]);
  if (request.data) {
    const stands = state.data?.state ?? "waiting";
    return (
      <div className="flex flex-col gap-3">
        <Notice tone={stands === "failed" ? "danger" : "info"}>{t(`states.${stands}`)}</Notice>
        {(stands === "waiting" || stands === "opened") && (
          <Button
            variant="primary"
            className="self-start"
            href={request.data.url}
            target="_blank"
            rel="noreferrer"
          >
            {t("open")}
          </Button>
        )}
      </div>
    );
  }
  return (
    <form
      className="flex flex-col gap-3"
      onSubmit={(event) => {
        event.preventDefault();
        request.mutate({ name });
      }}
    >
      <div>
        <h3 className="font-medium">{t("offer")}</h3>
        <p className="text-ink-muted text-sm">{t("offerHint")}</p>
      </div>
      <Field label={t("name")} error={request.isError ? describe(request.error) : undefined}>
        <Input
          required
          maxLength={64}
          dir="auto"
          placeholder={t("namePlaceholder")}
          value={name}
          onChange={({ currentTarget }) => setName(currentTarget.value)}
        />
      </Field>
      <Button
        type="submit"
        variant={props.isPrimary ? "primary" : "secondary"}
        className="self-start"
        loading={request.isPending}
      >
        {t("start")}
      </Button>
    </form>
  );
}
