"use client";

import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { useTranslations } from "next-intl";
import { useId, useState } from "react";
import { useTRPC } from "@/components/trpc";
import { Button } from "@/components/ui/button";
import { Notice } from "@/components/ui/notice";
import { RadioGroup } from "@/components/ui/radio";
import { Sheet } from "@/components/ui/sheet";
import { toast } from "@/components/ui/toast";
import { botTokenPattern } from "@/server/channels/rules";
import { ManagedBotForm } from "./managed-bot-form";
import { TokenField } from "./token-field";
import { useChannelFailure } from "./use-channel-failure";

/** The stand-in's path: a local bot is named by it alone. */
const localRoot = "/sandbox/telegram";

/** Connects a bot by its token. The token is forgotten when the sheet closes. */
export function ConnectSheet(props: {
  isOpen: boolean;
  onOpenChange: (isOpen: boolean) => void;
  hasLocalTelegram: boolean;
  /** The one-tap way stands elsewhere on the page. */
  withoutManaged?: boolean;
  onConnected: (username: string) => void;
}) {
  const t = useTranslations("channels.connect");
  const common = useTranslations("common");
  const trpc = useTRPC();
  const cache = useQueryClient();
  const describe = useChannelFailure();
  const formId = useId();
  const [token, setToken] = useState("");
  const [server, setServer] = useState<"telegram" | "local">("telegram");
  const [hasTried, setTried] = useState(false);
  const connect = useMutation(
    trpc.channels.connectTelegramBot.mutationOptions({
      async onSuccess(channel) {
        toast.done(t("done", { username: channel.username }));
        await cache.invalidateQueries({ queryKey: trpc.channels.pathKey() });
        close();
        props.onConnected(channel.username);
      },
    }),
  );
  const managing = useQuery(
    trpc.channels.managingBot.queryOptions(undefined, {
      enabled: props.isOpen && !props.withoutManaged,
      staleTime: 60_000,
    }),
  );
  async function finish(channelId: string) {
    await cache.invalidateQueries({ queryKey: trpc.channels.pathKey() });
    const bots = await cache.fetchQuery(trpc.channels.list.queryOptions());
    const made = bots.find(({ id }) => id === channelId);
    close();
    if (made) props.onConnected(made.username);
  }
  function close() {
    setToken("");
    setTried(false);
    connect.reset();
    props.onOpenChange(false);
  }
  const isToken = botTokenPattern.test(token.trim());
  function submit() {
    setTried(true);
    if (!isToken) return;
    connect.mutate({ token: token.trim(), ...(server === "local" ? { apiRoot: localRoot } : {}) });
  }
  const problem =
    hasTried && !isToken ? t("tokenShape") : connect.isError ? describe(connect.error) : undefined;

  return (
    <Sheet
      open={props.isOpen}
      onOpenChange={(isOpen) => (isOpen ? props.onOpenChange(true) : close())}
      title={t("title")}
      description={t("description")}
      footer={
        <>
          <Button onClick={close}>{common("cancel")}</Button>
          <Button type="submit" form={formId} variant="primary" loading={connect.isPending}>
            {t("submit")}
          </Button>
        </>
      }
    >
      {managing.data?.username && (
        <div className="mb-5 flex flex-col gap-4">
          <div className="border-line border-b pb-5">
            <ManagedBotForm onMade={(channelId) => void finish(channelId)} />
          </div>
          <h3 className="font-medium">{t("orToken")}</h3>
        </div>
      )}
      <form
        id={formId}
        className="flex flex-col gap-4"
        onSubmit={(event) => {
          event.preventDefault();
          submit();
        }}
      >
        {props.hasLocalTelegram && (
          <RadioGroup
            label={t("server")}
            value={server}
            onValueChange={setServer}
            items={[
              { value: "telegram", label: t("telegram"), hint: t("telegramHint") },
              { value: "local", label: t("local"), hint: t("localHint") },
            ]}
          />
        )}
        {server === "local" && (
          <Notice
            action={
              <Button size="sm" href={localRoot}>
                {t("openLocal")}
              </Button>
            }
          >
            {t("makeLocal")}
          </Notice>
        )}
        <TokenField
          isFirst={!managing.data?.username}
          label={t("token")}
          hint={server === "telegram" ? t("tokenHint") : undefined}
          error={problem}
          value={token}
          onValueChange={(value) => {
            setToken(value);
            if (connect.isError) connect.reset();
          }}
        />
      </form>
    </Sheet>
  );
}
