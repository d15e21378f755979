import ArrowRight from "lucide-react/icons/arrow-right";
import { useTranslations } from "next-intl";
import { memberRoles } from "@/server/members/rules";

export type DemoSignIn = { role: (typeof memberRoles)[number]; url: string };

/** A way in per role, by the address that signs in. */
export function demoSignIns(address: string): DemoSignIn[] {
  return memberRoles.map((role) => ({ role, url: `${address}?role=${role}` }));
}

/** One click into the demo shop, a way in per role; only where the sandbox is on. */
export function DemoSignInList({ signIns }: { signIns: readonly DemoSignIn[] }) {
  const t = useTranslations("landing");
  const roles = useTranslations("common");
  return (
    <ul className="divide-y divide-line overflow-hidden rounded-lg border border-line bg-surface">
      {signIns.map(({ role, url }) => (
        <li key={role}>
          {/* A plain link: Next's would fetch it in advance, and that would sign in. */}
          <a
            href={url}
            className="group flex min-h-12 items-center gap-3 px-4 py-2 transition-colors hover:bg-hover focus-visible:-outline-offset-2"
          >
            <span className="w-24 shrink-0 font-medium">{roles(`role.${role}`)}</span>
            <span className="min-w-0 flex-1 text-ink-muted text-sm">{t(`demo.roles.${role}`)}</span>
            <ArrowRight
              aria-hidden
              size={16}
              className="flip-rtl shrink-0 text-ink-faint transition-colors group-hover:text-accent-text"
            />
          </a>
        </li>
      ))}
    </ul>
  );
}
