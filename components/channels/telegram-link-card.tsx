"use client";

import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { useTranslations } from "next-intl";
import { errorCode, useTRPC } from "@/components/trpc";
import { Button } from "@/components/ui/button";
import { Card } from "@/components/ui/card";
import { toast } from "@/components/ui/toast";
import { useAt } from "./use-at";
import { useChannelFailure } from "./use-channel-failure";

/** While a link waits to be opened, it is looked at this often. */
const waitingMs = 3_000;

/** The reader's own Telegram account: linking it to command the bots from there, and unlinking it. */
export function TelegramLinkCard() {
  const t = useTranslations("channels.link");
  const trpc = useTRPC();
  const cache = useQueryClient();
  const describe = useChannelFailure();
  const create = useMutation(
    trpc.commands.createLink.mutationOptions({
      onError: (error) =>
        toast.failed(errorCode(error) === "NO_BOT_TO_LINK" ? t("NO_BOT_TO_LINK") : describe(error)),
    }),
  );
  const link = useQuery(
    trpc.commands.link.queryOptions(undefined, {
      refetchInterval: ({ state }) => (create.data && !state.data?.accountName ? waitingMs : false),
    }),
  );
  // Nobody has opened it in time: a new one is asked for.
  useAt(create.data?.expiresAt, () => create.reset());
  const unlink = useMutation(
    trpc.commands.unlink.mutationOptions({
      onError: (error) => toast.failed(describe(error)),
      onSuccess(after) {
        create.reset();
        cache.setQueryData(trpc.commands.link.queryKey(), after);
        toast.done(t("unlinked"));
      },
    }),
  );
  const name = link.data?.accountName;
  if (link.isError || !link.data) return null;
  return (
    <Card title={t("title")} hint={t("hint")}>
      {name ? (
        <div className="flex flex-wrap items-center gap-3">
          <p className="min-w-0 flex-1">{t("linked", { name })}</p>
          <Button loading={unlink.isPending} onClick={() => unlink.mutate()}>
            {t("unlink")}
          </Button>
        </div>
      ) : create.data ? (
        <div className="flex flex-wrap items-center gap-3">
          <Button href={create.data.url} target="_blank" rel="noreferrer">
            {t("open", { bot: create.data.bot })}
          </Button>
          <p className="min-w-0 flex-1 text-ink-muted text-sm">{t("waiting")}</p>
        </div>
      ) : (
        <Button loading={create.isPending} onClick={() => create.mutate()}>
          {t("connect")}
        </Button>
      )}
    </Card>
  );
}
