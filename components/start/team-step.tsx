"use client";

import UserPlus from "lucide-react/icons/user-plus";
import { useTranslations } from "next-intl";
import { useWorkspace } from "@/components/trpc";
import { Button } from "@/components/ui/button";

/** Inviting whoever will work here too. */
export function TeamStep({ mayAct }: { mayAct: boolean }) {
  const t = useTranslations("start.steps.team");
  const { slug } = useWorkspace();
  if (!mayAct) return null;
  return (
    <div>
      <Button
        variant="primary"
        icon={<UserPlus aria-hidden size={16} />}
        href={`/w/${slug}/settings/members?invite=1`}
      >
        {t("action")}
      </Button>
    </div>
  );
}
