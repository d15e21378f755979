import { useTranslations } from "next-intl";
import { Button } from "@/components/ui/button";
import { Wordmark } from "@/components/ui/mark";
import { ClosedWhen } from "./closed-when";

type Suspended = { name: string; reason: string; since: string; contact: string | null };
type Deleted = {
  name: string;
  eraseAt: string;
  mayRestore: boolean;
  /** A server action. */
  restore: () => Promise<void>;
};

/**
 * In place of the panel of a workspace that nobody may enter: of a suspended one why, what is kept, and whom to ask; of a
 * deleted one until when it can be taken back, and by whom.
 */
export function ClosedWorkspace(props: Suspended | Deleted) {
  const t = useTranslations("start");
  const isDeleted = "eraseAt" in props;
  return (
    <div data-app-root className="mx-auto flex min-h-dvh max-w-6xl flex-col px-4 sm:px-8">
      <header className="flex h-16 items-center">
        <Wordmark />
      </header>
      <main className="flex flex-1 flex-col items-center justify-center py-8 sm:pb-24">
        <section className="flex w-full max-w-md flex-col gap-5 rounded-lg border border-line bg-surface p-5 sm:p-6">
          <div className="flex flex-col gap-1.5">
            <h1 className="text-balance font-semibold text-xl">
              {t(isDeleted ? "deleted.title" : "suspended.title", { workspace: props.name })}
            </h1>
            <p className="text-ink-muted">
              {isDeleted ? (
                <ClosedWhen eraseAt={props.eraseAt} mayRestore={props.mayRestore} />
              ) : (
                <ClosedWhen since={props.since} />
              )}
            </p>
          </div>
          {!isDeleted && <Suspension {...props} />}
          <div className="flex flex-wrap gap-2">
            {isDeleted && props.mayRestore && (
              <form action={props.restore}>
                <Button type="submit" variant="primary" size="lg">
                  {t("deleted.restore")}
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

function Suspension({ reason, contact }: Suspended) {
  const t = useTranslations("start.suspended");
  return (
    <>
      <div className="flex flex-col gap-1">
        <h2 className="font-medium text-sm">{t("reason")}</h2>
        <p dir="auto" className="whitespace-pre-line break-words">
          {reason}
        </p>
      </div>
      <p className="text-ink-muted">{t("kept")}</p>
      {contact ? (
        <p>
          {t("ask")}{" "}
          <a href={`mailto:${contact}`} className="break-all text-accent-text underline" dir="ltr">
            {contact}
          </a>
        </p>
      ) : (
        <p>{t("askWhoRuns")}</p>
      )}
    </>
  );
}
