"use client";

import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { useTranslations } from "next-intl";
import { errorCode, useTRPC } from "@/components/trpc";
import { Button } from "@/components/ui/button";
import { Card, DescriptionList } from "@/components/ui/card";
import { Notice } from "@/components/ui/notice";
import { RelativeTime } from "@/components/ui/relative-time";
import { Sheet } from "@/components/ui/sheet";
import { SkeletonText } from "@/components/ui/skeleton";
import { ErrorState } from "@/components/ui/states";
import { toast } from "@/components/ui/toast";
import { useFormat } from "@/lib/format/use-format";
import { isTroubled } from "@/server/groups/rules";
import type { GroupDetail } from "@/server/groups/schemas";
import { GroupEvents } from "./group-events";
import { GroupMessages } from "./group-messages";
import { GroupRights } from "./group-rights";
import { GroupHealth } from "./group-words";

type GroupSheetProps = {
  groupId: string | null;
  mayCheck: boolean;
  mayAcknowledge: boolean;
  onClose: () => void;
};

/** One group: how the bot fares there, its rights, what happened and what was said last. */
export function GroupSheet(props: GroupSheetProps) {
  const t = useTranslations("groups");
  const trpc = useTRPC();
  const { groupId } = props;
  const group = useQuery(
    trpc.groups.get.queryOptions({ groupId: groupId ?? "" }, { enabled: groupId !== null }),
  );
  const isGone = errorCode(group.error) === "GROUP_NOT_FOUND" || errorCode(group.error) === "INVALID_INPUT";
  return (
    <Sheet
      open={groupId !== null}
      onOpenChange={(isOpen) => !isOpen && props.onClose()}
      title={group.data?.title ?? t("title")}
      description={group.data && <bdi>@{group.data.channel.username}</bdi>}
    >
      {group.isError && !group.data ? (
        <ErrorState
          title={isGone ? t("detail.gone") : undefined}
          happened={isGone ? "" : undefined}
          kept={isGone ? "" : undefined}
          onRetry={isGone ? undefined : () => group.refetch()}
        />
      ) : group.data ? (
        <Detail {...props} group={group.data} />
      ) : (
        <SkeletonText lines={8} />
      )}
    </Sheet>
  );
}

function Detail({ group, mayCheck, mayAcknowledge }: GroupSheetProps & { group: GroupDetail }) {
  const t = useTranslations("groups");
  const trpc = useTRPC();
  const cache = useQueryClient();
  const input = { groupId: group.id };
  const keep = (after: GroupDetail) => {
    cache.setQueryData(trpc.groups.get.queryKey(input), after);
    void cache.invalidateQueries({ queryKey: trpc.groups.list.queryKey() });
  };
  const onError = () => toast.failed(t("detail.failed"));
  const check = useMutation(
    trpc.groups.check.mutationOptions({
      onError,
      onSuccess(after) {
        keep(after);
        if (after.checkError) toast.failed(checkWords(after.checkError));
        else toast.done(t("detail.checkedNow"));
      },
    }),
  );
  const acknowledge = useMutation(
    trpc.groups.acknowledge.mutationOptions({
      onError,
      onSuccess(after) {
        keep(after);
        toast.done(t("detail.acknowledged"));
      },
    }),
  );
  const checkWords = (code: string) => {
    const key = `checkErrors.${code}` as Parameters<typeof t>[0];
    return t.has(key) ? t(key) : t("checkErrors.unknown");
  };
  return (
    <div className="flex flex-col gap-4">
      {group.health !== "healthy" && (
        <Notice
          tone={isTroubled(group.health) ? "danger" : "info"}
          title={t(`health.${group.health}`)}
          action={
            group.health === "rights_lost" && mayAcknowledge ? (
              <Button
                loading={acknowledge.isPending}
                onClick={() => acknowledge.mutate(input)}
                title={t("detail.acknowledgeHint")}
              >
                {t("detail.acknowledge")}
              </Button>
            ) : undefined
          }
        >
          {t(`healthHints.${group.health}`)}
        </Notice>
      )}
      <Card
        title={t("detail.facts")}
        action={
          mayCheck && (
            <Button loading={check.isPending} onClick={() => check.mutate(input)}>
              {t("detail.check")}
            </Button>
          )
        }
      >
        <Facts group={group} checkWords={checkWords} />
      </Card>
      <GroupRights group={group} />
      <GroupEvents events={group.events} />
      <GroupMessages messages={group.messages} />
    </div>
  );
}

function Facts(props: { group: GroupDetail; checkWords: (code: string) => string }) {
  const t = useTranslations("groups");
  const format = useFormat();
  const { group } = props;
  return (
    <DescriptionList
      items={[
        { term: t("columns.health"), value: <GroupHealth health={group.health} /> },
        { term: t("detail.kind"), value: t(`kinds.${group.kind}`) },
        ...(group.username ? [{ term: t("detail.username"), value: <bdi>@{group.username}</bdi> }] : []),
        {
          term: t("detail.members"),
          value: group.memberCount === null ? t("detail.unknown") : format.number(group.memberCount),
        },
        {
          term: t("detail.known"),
          value: <span title={t("detail.knownHint")}>{format.number(group.knownMemberCount)}</span>,
        },
        {
          term: t("detail.checked"),
          value: (
            <>
              {group.checkedAt ? <RelativeTime value={group.checkedAt} /> : t("detail.never")}
              {group.checkError && (
                <span className="text-danger"> · {props.checkWords(group.checkError)}</span>
              )}
            </>
          ),
        },
        { term: t("detail.since"), value: format.date(group.createdAt) },
      ]}
    />
  );
}
