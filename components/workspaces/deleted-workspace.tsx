import { useTranslations } from "next-intl";
import { Button } from "@/components/ui/button";
import { Wordmark } from "@/components/ui/mark";
import { DeletedUntil } from "./deleted-until";

/** In place of the panel of a deleted workspace: until when it can be taken back, and by whom. */
export function DeletedWorkspace(props: {
  name: string;
  eraseAt: string;
  mayRestore: boolean;
  /** A server action. */
  restore: () => Promise<void>;
}) {
  const t = useTranslations("start.deleted");
  return (
    <div data-app-root className="mx-auto flex min-h-dvh max-w-6xl flex-col px-4 sm:px-8">
      <header className="flex h-16 items-center">
        <Wordmark />
      </header>
      <main className="flex flex-1 flex-col items-center justify-center py-8 sm:pb-24">
        <section className="flex w-full max-w-md flex-col gap-5 rounded-lg border border-line bg-surface p-5 sm:p-6">
          <div className="flex flex-col gap-1.5">
            <h1 className="text-balance font-semibold text-xl">{t("title", { workspace: props.name })}</h1>
            <p className="text-ink-muted">
              <DeletedUntil at={props.eraseAt} mayRestore={props.mayRestore} />
            </p>
          </div>
          <div className="flex flex-wrap gap-2">
            {props.mayRestore && (
              <form action={props.restore}>
                <Button type="submit" variant="primary" size="lg">
                  {t("restore")}
                </Button>
              </form>
            )}
            <Button size="lg" href="/start">
              {t("others")}
            </Button>
          </div>
        </section>
      </main>
    </div>
  );
}
