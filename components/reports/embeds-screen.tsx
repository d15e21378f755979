"use client";

import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import Share2 from "lucide-react/icons/share-2";
import { useTranslations } from "next-intl";
import { useState } from "react";
import { usePermission } from "@/components/members/use-permission";
import { PanelPage } from "@/components/shell/panel-page";
import { errorCode, useFeature, useTRPC, useWorkspace } from "@/components/trpc";
import { Badge, type Tone } from "@/components/ui/badge";
import { Button } from "@/components/ui/button";
import { Card } from "@/components/ui/card";
import { ConfirmDialog } from "@/components/ui/confirm-dialog";
import { Notice } from "@/components/ui/notice";
import { Skeleton } from "@/components/ui/skeleton";
import { EmptyState, ErrorState, ForbiddenState } from "@/components/ui/states";
import { toast } from "@/components/ui/toast";
import { useFormat } from "@/lib/format/use-format";
import type { Embed, NewEmbed } from "@/server/reports/schemas";
import { EmbedForm } from "./embed-form";
import { MadeEmbed } from "./made-embed";

/** What is shown outside: making a link, seeing when it was last looked at, taking it back. */
export function EmbedsScreen() {
  const t = useTranslations("reports");
  const trpc = useTRPC();
  const { slug } = useWorkspace();
  const { isAllowed } = usePermission("embed.create");
  const embeds = useQuery(trpc.reports.embeds.queryOptions());
  const [isMaking, setMaking] = useState(false);
  const [made, setMade] = useState<NewEmbed | null>(null);
  const [ending, setEnding] = useState<Embed | null>(null);

  const isOn = useFeature("embeds");
  const create = isAllowed && isOn && (
    <Button variant="primary" icon={<Share2 aria-hidden size={16} />} onClick={() => setMaking(true)}>
      {t("create.action")}
    </Button>
  );
  return (
    <PanelPage
      title={t("title")}
      description={t("description")}
      back={{ href: `/w/${slug}/insight`, label: t("back") }}
      action={embeds.data && embeds.data.length > 0 ? create : undefined}
      width="text"
    >
      {!isOn && <Notice tone="warn">{t("off")}</Notice>}
      {errorCode(embeds.error) === "PERMISSION_DENIED" ? (
        <ForbiddenState />
      ) : embeds.isError ? (
        <ErrorState onRetry={() => embeds.refetch()} />
      ) : !embeds.data ? (
        <Skeleton className="h-40" />
      ) : embeds.data.length === 0 ? (
        <EmptyState
          icon={<Share2 aria-hidden size={20} />}
          title={t("list.empty")}
          hint={t("list.emptyHint")}
          action={create}
        />
      ) : (
        <Card flush>
          <ul>
            {embeds.data.map((embed) => (
              <EmbedLine
                key={embed.id}
                embed={embed}
                onEnd={isAllowed ? () => setEnding(embed) : undefined}
              />
            ))}
          </ul>
        </Card>
      )}
      <EmbedForm open={isMaking} onOpenChange={setMaking} onMade={setMade} />
      <MadeEmbed made={made} onClose={() => setMade(null)} />
      <EndDialog embed={ending} onClose={() => setEnding(null)} />
    </PanelPage>
  );
}

const tones: Record<Embed["state"], Tone> = { live: "success", expired: "warn", revoked: "neutral" };

function EmbedLine({ embed, onEnd }: { embed: Embed; onEnd: (() => void) | undefined }) {
  const t = useTranslations("reports");
  const format = useFormat();
  return (
    <li className="flex flex-wrap items-center gap-x-4 gap-y-1 border-line border-t px-4 py-3 first:border-t-0">
      <div className="min-w-0 flex-1 basis-60">
        <p className="flex items-center gap-2">
          <bdi className="truncate font-medium">{embed.title}</bdi>
          <Badge tone={tones[embed.state]}>{t(`list.state.${embed.state}`)}</Badge>
        </p>
        <p className="text-ink-muted text-sm">
          {t("create.lastDays", { days: embed.days })} ·{" "}
          {t("list.until", { date: format.date(embed.expiresAt) })}
        </p>
        <p className="break-words text-ink-muted text-sm">
          <bdi dir="ltr">{embed.origins.length > 0 ? embed.origins.join(", ") : t("list.anywhere")}</bdi>
        </p>
        <p className="text-ink-faint text-sm">
          {embed.lastUsedAt ? t("list.used", { time: format.dateTime(embed.lastUsedAt) }) : t("list.unused")}
        </p>
      </div>
      {onEnd && embed.state === "live" && (
        <Button size="sm" onClick={onEnd}>
          {t("revoke.action")}
        </Button>
      )}
    </li>
  );
}

function EndDialog({ embed, onClose }: { embed: Embed | null; onClose: () => void }) {
  const t = useTranslations("reports");
  const trpc = useTRPC();
  const cache = useQueryClient();
  const revoke = useMutation(
    trpc.reports.revokeEmbed.mutationOptions({
      onSuccess: () => cache.invalidateQueries({ queryKey: trpc.reports.pathKey() }),
      onError: () => void toast.failed(t("revoke.failed")),
    }),
  );
  return (
    <ConfirmDialog
      open={embed !== null}
      onOpenChange={(open) => !open && onClose()}
      title={t("revoke.title", { title: embed?.title ?? "" })}
      consequence={t("revoke.hint")}
      confirmLabel={t("revoke.action")}
      onConfirm={async () => {
        if (embed) await revoke.mutateAsync({ embedId: embed.id });
        onClose();
      }}
    />
  );
}
