"use client";

import { useMutation } from "@tanstack/react-query";
import Check from "lucide-react/icons/check";
import CircleHelp from "lucide-react/icons/circle-question-mark";
import Clock from "lucide-react/icons/clock";
import TriangleAlert from "lucide-react/icons/triangle-alert";
import { useTranslations } from "next-intl";
import { errorCode, useTRPC } from "@/components/trpc";
import { Button } from "@/components/ui/button";
import { cn } from "@/components/ui/cn";
import { toast } from "@/components/ui/toast";
import { Tooltip } from "@/components/ui/tooltip";
import type { ThreadMessage } from "@/server/conversations/schemas";
import { canRetry, isDeliveryReason } from "@/server/deliveries/rules";
import { toErrorKey } from "./use-moves";

type Delivery = NonNullable<ThreadMessage["delivery"]>;

const looks = {
  queued: { icon: Clock, className: "text-ink-faint" },
  sending: { icon: Clock, className: "text-ink-faint" },
  sent: { icon: Check, className: "text-ink-faint" },
  failed: { icon: TriangleAlert, className: "text-danger" },
  suppressed: { icon: TriangleAlert, className: "text-warn" },
  unconfirmed: { icon: CircleHelp, className: "text-warn" },
} as const;

/** How the sending went, as a sign with its words: a clock, a tick, a triangle, a question mark. */
export function DeliveryMark({ state }: { state: Delivery["state"] }) {
  const t = useTranslations("conversations.delivery");
  const { icon: Icon, className } = looks[state];
  return (
    <Tooltip label={t(state)}>
      <span className={cn("inline-flex", className)}>
        <Icon aria-hidden size={14} />
        <span className="sr-only">{t(state)}</span>
      </span>
    </Tooltip>
  );
}

/** Under a message that did not arrive for certain: why, in plain words, and the way to send it again. */
export function DeliveryTrouble({ delivery, canAct }: { delivery: Delivery; canAct: boolean }) {
  const t = useTranslations("conversations");
  const reasons = useTranslations("deliveries.reasons");
  const trpc = useTRPC();
  const retry = useMutation(
    trpc.deliveries.retry.mutationOptions({
      onError: (error) => toast.failed(t(toErrorKey(errorCode(error)))),
      onSuccess: () => toast.done(t("delivery.retried")),
    }),
  );
  if (delivery.state === "sent" || delivery.state === "queued" || delivery.state === "sending") return null;
  const { icon: Icon, className } = looks[delivery.state];
  return (
    <p className={cn("flex flex-wrap items-center gap-x-2 gap-y-1 text-sm", className)}>
      <Icon aria-hidden size={14} className="shrink-0" />
      <span>
        {t(`delivery.${delivery.state}`)}
        {isDeliveryReason(delivery.errorCode) && <>: {reasons(delivery.errorCode)}</>}
      </span>
      {canAct && canRetry(delivery.state) && (
        <Button size="sm" loading={retry.isPending} onClick={() => retry.mutate({ deliveryId: delivery.id })}>
          {t("delivery.retry")}
        </Button>
      )}
    </p>
  );
}
