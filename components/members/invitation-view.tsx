import { useTranslations } from "next-intl";
import type { ReactNode } from "react";
import { Avatar } from "@/components/ui/avatar";
import { Button, buttonClass } from "@/components/ui/button";
import { Notice } from "@/components/ui/notice";
import type { ShownInvitation } from "@/server/members/schemas";
import { InvitationExpiry } from "./invitation-expiry";

/** What can be done about each state, for somebody who is signed in. */
const wayOut = {
  acceptedByYou: "panel",
  alreadyMember: "panel",
  otherAddress: "otherAccount",
  addressUnknown: "account",
} as const;

const card =
  "mx-auto flex w-full max-w-md flex-col items-start gap-5 rounded-lg border border-line bg-surface p-5 *:w-full sm:p-6";

/** An invitation as whoever opens its link meets it: what it is, or why it is of no use and what to do instead. */
export function InvitationView(props: {
  /** Null: there is no such link. */
  invitation: ShownInvitation | null;
  isSignedIn: boolean;
  /** There was no room for one more when the reader tried. */
  isFull: boolean;
  /** Where the reader comes back to after signing in. */
  path: string;
  /** Server actions. */
  accept: () => Promise<void>;
  changeAccount: () => Promise<void>;
}) {
  const t = useTranslations("invitations");
  const { invitation, isSignedIn } = props;
  if (!invitation) {
    return <Verdict title={t("notFound.title")} hint={t("notFound.hint")} />;
  }
  const { state, workspace, slug, maskedEmail, invitedBy } = invitation;
  if (state !== "open") {
    const way = state in wayOut ? wayOut[state as keyof typeof wayOut] : null;
    const values = { workspace, address: maskedEmail ?? "", invitedBy };
    return (
      <Verdict title={t(`${state}.title`, values)} hint={t(`${state}.hint`, values)}>
        {way === "panel" && (
          <Button variant="primary" size="lg" href={`/w/${slug}/conversations`}>
            {t("go")}
          </Button>
        )}
        {way === "otherAccount" && (
          <form action={props.changeAccount}>
            <Button type="submit" variant="primary" size="lg">
              {t("otherAccount")}
            </Button>
          </form>
        )}
        {way === "account" && (
          <Button variant="primary" size="lg" href="/account">
            {t("account")}
          </Button>
        )}
      </Verdict>
    );
  }
  return <Open {...props} invitation={invitation} isSignedIn={isSignedIn} />;
}

function Open(props: {
  invitation: ShownInvitation;
  isSignedIn: boolean;
  isFull: boolean;
  path: string;
  accept: () => Promise<void>;
}) {
  const t = useTranslations("invitations");
  const common = useTranslations("common");
  const { workspace, organisation, logoUrl, invitedBy, role, expiresAt, maskedEmail } = props.invitation;
  const next = encodeURIComponent(props.path);
  return (
    <section className={card}>
      <div className="flex items-center gap-3">
        <Avatar name={organisation} size={40} {...(logoUrl && { src: logoUrl })} />
        <div className="min-w-0">
          <p className="truncate font-semibold">{workspace}</p>
          {organisation !== workspace && <p className="truncate text-ink-muted text-sm">{organisation}</p>}
        </div>
      </div>
      <div className="flex flex-col gap-1.5">
        <h1 className="text-balance font-semibold text-xl">{t("open.title", { workspace })}</h1>
        <p className="text-ink-muted">
          {t.rich("open.lead", {
            invitedBy,
            workspace,
            role: common(`role.${role}`),
            b: (chunks) => <strong className="font-medium text-ink">{chunks}</strong>,
          })}
        </p>
        <p className="text-ink-muted">{t(`open.roles.${role}`)}</p>
      </div>
      {props.isFull && <Notice tone="warn">{t("full")}</Notice>}
      {props.isSignedIn ? (
        <form action={props.accept}>
          <Button type="submit" variant="primary" size="lg" className="w-full">
            {t("open.accept")}
          </Button>
        </form>
      ) : (
        <div className="flex flex-col gap-3">
          <div className="flex flex-wrap gap-2 *:flex-1">
            <a href={`/sign-up?next=${next}`} className={buttonClass("primary", "lg")}>
              {t("open.signUp")}
            </a>
            <a href={`/sign-in?next=${next}`} className={buttonClass("secondary", "lg")}>
              {t("open.signIn")}
            </a>
          </div>
          <p className="text-ink-muted text-sm">{t("open.signInHint")}</p>
        </div>
      )}
      <p className="text-ink-faint text-sm">
        <InvitationExpiry at={expiresAt} />
        {maskedEmail && (
          <>
            {" "}
            {t.rich("open.forAddress", {
              address: () => <bdi dir="ltr">{maskedEmail}</bdi>,
            })}
          </>
        )}
      </p>
    </section>
  );
}

function Verdict(props: { title: string; hint: string; children?: ReactNode }) {
  return (
    <section className={card}>
      <div className="flex flex-col gap-1.5">
        <h1 className="text-balance font-semibold text-xl">{props.title}</h1>
        <p className="text-ink-muted">{props.hint}</p>
      </div>
      {props.children}
    </section>
  );
}
