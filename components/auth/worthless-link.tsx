import { useTranslations } from "next-intl";
import { Button } from "@/components/ui/button";
import { AuthCard } from "./auth-frame";

/** A link that is of no use any more: says why, and offers a new one. */
export function WorthlessLink(props: {
  state: "used" | "expired" | "unknown";
  /** Where a new one is asked for. */
  again: "/link" | "/reset" | "/sign-up" | "/account";
}) {
  const t = useTranslations("auth.worthless");
  return (
    <AuthCard title={t(props.state)} lead={t("text")}>
      <Button href={props.again} variant="primary" size="lg">
        {props.again === "/sign-up" ? t("toSignUp") : t("again")}
      </Button>
    </AuthCard>
  );
}
