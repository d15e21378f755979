import { useTranslations } from "next-intl";
import { Skeleton } from "@/components/ui/skeleton";

const cards = ["h-28", "h-36", "h-44", "h-52"] as const;

/** The shape of a person's own page. */
export default function AccountLoading() {
  const t = useTranslations("account");
  return (
    <div data-app-root aria-busy className="mx-auto flex min-h-dvh max-w-2xl flex-col px-4 pb-16">
      <div className="h-16" />
      <main className="flex flex-col gap-4">
        <div className="flex flex-col gap-2 py-2">
          <h1 className="font-semibold text-xl">{t("title")}</h1>
          <Skeleton className="w-40" />
        </div>
        {cards.map((height) => (
          <div key={height} className={`rounded-lg border border-line bg-surface p-4 ${height}`}>
            <Skeleton className="w-48" />
          </div>
        ))}
      </main>
    </div>
  );
}
