import { getTranslations } from "next-intl/server";
import { Button } from "@/components/ui/button";
import { Mark } from "@/components/ui/mark";
import { EmptyState } from "@/components/ui/states";

export default async function NotFound() {
  const t = await getTranslations("common");
  return (
    <main className="flex min-h-dvh items-center justify-center">
      <EmptyState
        icon={<Mark size={32} />}
        title={t("notFound.title")}
        hint={t("notFound.hint")}
        action={
          <Button href="/" variant="primary">
            {t("notFound.home")}
          </Button>
        }
      />
    </main>
  );
}
