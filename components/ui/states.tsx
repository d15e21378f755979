import CircleAlert from "lucide-react/icons/circle-alert";
import Lock from "lucide-react/icons/lock";
import { useTranslations } from "next-intl";
import type { ReactNode } from "react";
import { buttonClass } from "./button-class";
import { cn } from "./cn";

type StateProps = { className?: string };

/** Nothing here yet: one sentence that teaches, one button that fills it, one example of what it will hold. */
export function EmptyState(
  props: StateProps & {
    icon?: ReactNode;
    title: ReactNode;
    hint?: ReactNode;
    action?: ReactNode;
    example?: ReactNode;
  },
) {
  return (
    <Centre className={props.className}>
      {props.icon && <span className="text-ink-faint">{props.icon}</span>}
      <p className="font-semibold text-lg">{props.title}</p>
      {props.hint && <p className="max-w-md text-ink-muted">{props.hint}</p>}
      {props.example && (
        <div className="mt-2 w-full max-w-sm rounded-lg border border-line border-dashed bg-sunken p-3 text-start text-ink-muted text-sm">
          {props.example}
        </div>
      )}
      {props.action && <div className="mt-2 flex flex-wrap justify-center gap-2">{props.action}</div>}
    </Centre>
  );
}

/** Something failed: what happened, what was kept, what to do. `reference` finds it in the log. */
export function ErrorState(
  props: StateProps & {
    title?: ReactNode;
    happened?: ReactNode;
    kept?: ReactNode;
    onRetry?: () => void;
    action?: ReactNode;
    reference?: string;
  },
) {
  const t = useTranslations("failure");
  return (
    <Centre className={props.className} role="alert">
      <CircleAlert aria-hidden size={20} className="text-danger" />
      <p className="font-semibold text-lg">{props.title ?? t("title")}</p>
      <p className="max-w-md text-ink-muted">
        {props.happened ?? t("happened")} {props.kept ?? t("kept")}
      </p>
      <div className="mt-2 flex flex-wrap justify-center gap-2">
        {props.onRetry && (
          <button type="button" className={buttonClass()} onClick={props.onRetry}>
            {t("retry")}
          </button>
        )}
        {props.action}
      </div>
      {props.reference && (
        <p className="text-ink-faint text-xs">{t("reference", { reference: props.reference })}</p>
      )}
    </Centre>
  );
}

/** The reader's role does not reach here; says whose does. */
export function ForbiddenState(props: StateProps & { title?: ReactNode; roles?: readonly string[] }) {
  const t = useTranslations("common");
  return (
    <Centre className={props.className}>
      <Lock aria-hidden size={20} className="text-ink-faint" />
      <p className="font-semibold text-lg">{props.title ?? t("forbidden.title")}</p>
      <p className="max-w-md text-ink-muted">
        {t("forbidden.hint")}
        {props.roles?.length ? ` ${t("forbidden.roles", { roles: props.roles.join(", ") })}` : null}
      </p>
    </Centre>
  );
}

function Centre(props: { className?: string; role?: "alert"; children: ReactNode }) {
  return (
    <div
      role={props.role}
      className={cn("flex flex-col items-center gap-1.5 px-6 py-12 text-center", props.className)}
    >
      {props.children}
    </div>
  );
}
