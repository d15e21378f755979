"use client";

import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useTranslations } from "next-intl";
import { useId, useState } from "react";
import { useTRPC } from "@/components/trpc";
import { Button } from "@/components/ui/button";
import { Dialog } from "@/components/ui/dialog";
import { toast } from "@/components/ui/toast";
import { botTokenPattern } from "@/server/channels/rules";
import { TokenField } from "./token-field";
import { useChannelFailure } from "./use-channel-failure";

/** Gives a bot its new token after the old one was revoked. */
export function ReplaceTokenDialog(props: {
  channelId: string;
  isOpen: boolean;
  onOpenChange: (isOpen: boolean) => void;
}) {
  const t = useTranslations("channels.detail");
  const connect = useTranslations("channels.connect");
  const common = useTranslations("common");
  const trpc = useTRPC();
  const cache = useQueryClient();
  const describe = useChannelFailure();
  const formId = useId();
  const [token, setToken] = useState("");
  const [hasTried, setTried] = useState(false);
  const replace = useMutation(
    trpc.channels.replaceToken.mutationOptions({
      async onSuccess() {
        toast.done(t("tokenReplaced"));
        await cache.invalidateQueries({ queryKey: trpc.channels.pathKey() });
        close();
      },
    }),
  );
  function close() {
    setToken("");
    setTried(false);
    replace.reset();
    props.onOpenChange(false);
  }
  const isToken = botTokenPattern.test(token.trim());
  const problem =
    hasTried && !isToken ? connect("tokenShape") : replace.isError ? describe(replace.error) : undefined;
  return (
    <Dialog
      open={props.isOpen}
      onOpenChange={(isOpen) => (isOpen ? props.onOpenChange(true) : close())}
      title={t("replaceToken")}
      footer={
        <>
          <Button onClick={close}>{common("cancel")}</Button>
          <Button type="submit" form={formId} variant="primary" loading={replace.isPending}>
            {t("replaceToken")}
          </Button>
        </>
      }
    >
      <form
        id={formId}
        onSubmit={(event) => {
          event.preventDefault();
          setTried(true);
          if (isToken) replace.mutate({ channelId: props.channelId, token: token.trim() });
        }}
      >
        <TokenField
          isFirst
          label={t("newToken")}
          hint={t("newTokenHint")}
          error={problem}
          value={token}
          onValueChange={(value) => {
            setToken(value);
            if (replace.isError) replace.reset();
          }}
        />
      </form>
    </Dialog>
  );
}
