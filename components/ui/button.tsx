import LoaderCircle from "lucide-react/icons/loader-circle";
import Link from "next/link";
import type { ComponentPropsWithRef, ReactNode } from "react";
import { type ButtonSize, type ButtonVariant, buttonClass } from "./button-class";

export { buttonClass };

type Look = { variant?: ButtonVariant; size?: ButtonSize; icon?: ReactNode; loading?: boolean };
type AsButton = Look & { href?: undefined } & ComponentPropsWithRef<"button">;
type AsLink = Look & { href: string } & Omit<ComponentPropsWithRef<typeof Link>, "href">;

/**
 * A verb to press. With `href` it is a link that looks the same. While `loading` it keeps its width and refuses a
 * second press.
 */
export function Button({ variant, size, icon, loading, className, children, ...rest }: AsButton | AsLink) {
  const look = buttonClass(variant, size, className as string | undefined);
  const content = (
    <>
      {loading ? <LoaderCircle aria-hidden size={16} className="animate-spin" /> : icon}
      {children}
    </>
  );
  if (rest.href !== undefined) {
    return (
      <Link {...rest} className={look}>
        {content}
      </Link>
    );
  }
  const { disabled, type = "button", ...native } = rest as AsButton;
  return (
    <button
      {...native}
      type={type}
      disabled={disabled || loading}
      aria-busy={loading || undefined}
      className={look}
    >
      {content}
    </button>
  );
}
