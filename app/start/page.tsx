import type { Metadata } from "next";
import { headers } from "next/headers";
import { redirect } from "next/navigation";
import { getLocale, getTranslations } from "next-intl/server";
import { ExploreDemo } from "@/components/demo/explore-demo";
import { FoundForm } from "@/components/start/found-form";
import { FoundingOff } from "@/components/start/founding-off";
import { OwnWorkspaces } from "@/components/start/own-workspaces";
import { StartFrame } from "@/components/start/start-frame";
import { Messages } from "@/lib/i18n/messages";
import { isDemoHere } from "@/server/demo";
import { isFeatureOn } from "@/server/flags";
import { fromHeaders, listOwnWorkspaces, resolveSession } from "@/server/kernel";
import { exploreDemoHere, foundWorkspaceHere, suggestAddress } from "./actions";

export const dynamic = "force-dynamic";

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations("start"))("title") };
}

/** A new workspace, and the way to those that one has. `?in=<slug>`: beside that one, in its organisation. */
export default async function StartPage(props: {
  searchParams: Promise<Record<string, string | string[] | undefined>>;
}) {
  const session = await resolveSession(fromHeaders(await headers()));
  if (!session) redirect("/sign-up?next=/start");
  const [own, locale, query, mayFound] = await Promise.all([
    listOwnWorkspaces(session.personId, { withDeleted: true }),
    getLocale(),
    props.searchParams,
    isFeatureOn("new-organisations"),
  ]);
  const beside = own.find(
    ({ slug, member, eraseAt, suspendedAt }) =>
      slug === query.in && member.role === "owner" && !eraseAt && !suspendedAt,
  );
  const mayExplore = isDemoHere("demo") && !own.some(({ slug }) => isDemoHere(slug));
  const shown = own.map(({ slug, name, kind, member, organisation, eraseAt, suspendedAt }) => ({
    slug,
    name,
    kind,
    role: member.role,
    organisation: organisation.name,
    eraseAt: eraseAt?.toISOString() ?? null,
    isSuspended: suspendedAt !== null,
  }));
  return (
    <Messages domains={["start", "settings", "demo"]}>
      <StartFrame>
        {shown.length > 0 && <OwnWorkspaces workspaces={shown} />}
        {mayFound || beside ? (
          <FoundForm
            isFirst={shown.length === 0}
            locale={locale}
            beside={beside ? { slug: beside.slug, organisation: beside.organisation.name } : null}
            found={foundWorkspaceHere}
            suggest={suggestAddress}
          />
        ) : (
          <FoundingOff isFirst={shown.length === 0} />
        )}
        {mayExplore && <ExploreDemo explore={exploreDemoHere} />}
      </StartFrame>
    </Messages>
  );
}
