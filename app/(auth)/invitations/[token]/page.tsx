import type { Metadata } from "next";
import { headers } from "next/headers";
import { redirect } from "next/navigation";
import { getTranslations } from "next-intl/server";
import { InvitationView } from "@/components/members/invitation-view";
import { Messages } from "@/lib/i18n/messages";
import { endOwnSession, signOut } from "@/server/auth";
import { fromHeaders, QuotaReached, resolveSession } from "@/server/kernel";
import { findVerifiedAddress } from "@/server/mail";
import { acceptInvitation, InvitationNotFound, InvitationNotOpen, viewInvitation } from "@/server/members";

export const dynamic = "force-dynamic";

export async function generateMetadata(): Promise<Metadata> {
  const t = await getTranslations("invitations");
  // The address holds the right to come in: it is told to no other site, and to no search engine.
  return { title: t("title"), referrer: "no-referrer", robots: { index: false } };
}

/** The link of an invitation: what it is, and coming in. */
export default async function InvitationPage(props: {
  params: Promise<{ token: string }>;
  searchParams: Promise<Record<string, string | string[] | undefined>>;
}) {
  const [{ token }, query] = await Promise.all([props.params, props.searchParams]);
  const path = `/invitations/${token}`;
  const session = await readSession();
  const person = session && (await toPerson(session.personId));
  const invitation = await viewInvitation({ token, person }).catch((error: unknown) => {
    if (error instanceof InvitationNotFound) return null;
    throw error;
  });

  async function accept() {
    "use server";
    const visitor = await readSession();
    if (!visitor) redirect(`/sign-in?next=${encodeURIComponent(path)}`);
    let slug: string;
    try {
      ({ slug } = await acceptInvitation({ token, person: await toPerson(visitor.personId) }));
    } catch (error) {
      // The page itself says why, as it stands now.
      if (error instanceof InvitationNotOpen || error instanceof InvitationNotFound) redirect(path);
      if (error instanceof QuotaReached) redirect(`${path}?full=yes`);
      throw error;
    }
    redirect(`/w/${slug}/conversations`);
  }

  async function changeAccount() {
    "use server";
    await endOwnSession(await headers());
    await signOut({ redirectTo: `/sign-in?next=${encodeURIComponent(path)}` });
  }

  return (
    <Messages domains={["invitations"]}>
      <InvitationView
        invitation={invitation}
        isFull={query.full === "yes"}
        isSignedIn={session !== null}
        path={path}
        accept={accept}
        changeAccount={changeAccount}
      />
    </Messages>
  );
}

const toPerson = async (personId: string) => ({ personId, address: await findVerifiedAddress(personId) });

const readSession = async () => resolveSession(fromHeaders(await headers()));
