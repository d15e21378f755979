import ArrowRight from "lucide-react/icons/arrow-right";
import Link from "next/link";
import { useTranslations } from "next-intl";
import { Badge } from "@/components/ui/badge";
import { ClosedWhen } from "@/components/workspaces/closed-when";

export type OwnWorkspaceLine = {
  slug: string;
  name: string;
  kind: "creator" | "shop" | "clinic" | "desk";
  role: "owner" | "admin" | "supervisor" | "support" | "analyst";
  organisation: string;
  /** Deleted, and to be taken back until then. */
  eraseAt: string | null;
  isSuspended: boolean;
};

/** The workspaces that one is a member of, deleted ones that can be taken back among them. */
export function OwnWorkspaces({ workspaces }: { workspaces: readonly OwnWorkspaceLine[] }) {
  const t = useTranslations("start.own");
  const common = useTranslations("common");
  return (
    <section aria-labelledby="own" className="flex flex-col gap-3">
      <h1 id="own" className="font-semibold text-xl">
        {t("title")}
      </h1>
      <ul className="divide-y divide-line overflow-hidden rounded-lg border border-line bg-surface">
        {workspaces.map(({ slug, name, kind, role, organisation, eraseAt, isSuspended }) => (
          <li key={slug}>
            <Link
              href={eraseAt || isSuspended ? `/w/${slug}` : `/w/${slug}/conversations`}
              prefetch={false}
              className="group flex min-h-12 items-center gap-3 px-4 py-2.5 transition-colors hover:bg-hover focus-visible:-outline-offset-2"
            >
              <span className="min-w-0 flex-1">
                <span className="block truncate font-medium">{name}</span>
                <span className="block truncate text-ink-muted text-sm">
                  {eraseAt ? (
                    <ClosedWhen eraseAt={eraseAt} mayRestore={role === "owner"} />
                  ) : (
                    [common(`kind.${kind}`), common(`role.${role}`), organisation !== name && organisation]
                      .filter(Boolean)
                      .join(" · ")
                  )}
                </span>
              </span>
              {eraseAt && <Badge tone="warn">{t("deleted")}</Badge>}
              {!eraseAt && isSuspended && <Badge tone="warn">{t("suspended")}</Badge>}
              <ArrowRight
                aria-hidden
                size={16}
                className="flip-rtl shrink-0 text-ink-faint transition-colors group-hover:text-accent-text"
              />
            </Link>
          </li>
        ))}
      </ul>
    </section>
  );
}
