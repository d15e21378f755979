import { cn } from "./cn";

/** Two jacks joined by one cord, on a 24-pixel grid. One colour: the text's. */
export function Mark({ size = 20, className }: { size?: number; className?: string }) {
  return (
    <svg
      aria-hidden="true"
      focusable="false"
      width={size}
      height={size}
      viewBox="0 0 24 24"
      fill="none"
      stroke="currentColor"
      className={className}
    >
      <rect x="4" y="2" width="6" height="9" rx="3" fill="currentColor" stroke="none" />
      <rect x="14" y="2" width="6" height="9" rx="3" fill="currentColor" stroke="none" />
      <path d="M7 10v5.5a5 5 0 0 0 10 0V10" strokeWidth="2.5" strokeLinecap="round" />
    </svg>
  );
}

/** The mark with the name in the text face. */
export function Wordmark({ className }: { className?: string }) {
  return (
    <span className={cn("inline-flex items-center gap-2 font-semibold text-lg", className)} dir="ltr">
      <Mark size={20} className="text-accent-text" />
      Santral
    </span>
  );
}
