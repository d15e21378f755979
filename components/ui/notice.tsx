import CircleCheck from "lucide-react/icons/circle-check";
import Info from "lucide-react/icons/info";
import TriangleAlert from "lucide-react/icons/triangle-alert";
import type { ReactNode } from "react";
import { cn } from "./cn";

const looks = {
  info: { icon: Info, className: "bg-accent-soft text-accent-text" },
  success: { icon: CircleCheck, className: "bg-success-soft text-success" },
  warn: { icon: TriangleAlert, className: "bg-warn-soft text-warn" },
  danger: { icon: TriangleAlert, className: "bg-danger-soft text-danger" },
} as const;

/** A standing remark inside a page, until what it says is no longer so. */
export function Notice(props: {
  tone?: keyof typeof looks;
  title?: ReactNode;
  children?: ReactNode;
  action?: ReactNode;
  className?: string;
}) {
  const { icon: Icon, className } = looks[props.tone ?? "info"];
  return (
    <div
      role={props.tone === "danger" ? "alert" : "status"}
      className={cn(
        "flex flex-wrap items-start gap-x-3 gap-y-2 rounded-lg px-3 py-2.5",
        className,
        props.className,
      )}
    >
      <Icon aria-hidden size={16} className="mt-0.5 shrink-0" />
      <div className="min-w-0 flex-1 basis-48">
        {props.title && <p className="font-medium">{props.title}</p>}
        {props.children && <div className="text-ink">{props.children}</div>}
      </div>
      {props.action}
    </div>
  );
}
