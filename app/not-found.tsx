import { getTranslations } from "next-intl/server";
import { buttonClass } from "@/components/ui/button-class";
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
          <a href="/" className={buttonClass("primary")}>
            {t("notFound.home")}
          </a>
        }
      />
    </main>
  );
}
