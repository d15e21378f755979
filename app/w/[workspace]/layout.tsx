import { headers } from "next/headers";
import { notFound, redirect } from "next/navigation";
import type { ReactNode } from "react";
import { FrameRefresh } from "@/components/shell/frame-refresh";
import { PanelShell } from "@/components/shell/panel-shell";
import { PanelProviders } from "@/components/trpc";
import { endOwnSession, signOut } from "@/server/auth";
import { countBrokenChannels } from "@/server/channels";
import { countConversations } from "@/server/conversations";
import { countTroubledGroups } from "@/server/groups";
import {
  fromHeaders,
  listOwnWorkspaces,
  NotSignedIn,
  openMemberContext,
  toPublicId,
  WorkspaceNotFound,
} from "@/server/kernel";

/** The panel of one workspace: who is signed in, the frame, and the API's client for the screens inside. */
export default async function PanelLayout(props: {
  children: ReactNode;
  params: Promise<{ workspace: string }>;
}) {
  const { workspace: slug } = await props.params;
  const ctx = await openPanel(slug);
  const [workspaces, counts, brokenChannels, troubledGroups] = await Promise.all([
    listOwnWorkspaces(ctx.session.personId),
    countConversations({ ctx }),
    countBrokenChannels({ ctx }),
    countTroubledGroups({ ctx }),
  ]);
  const { name, kind, timeZone } = ctx.workspace;
  const member = ctx.member;
  return (
    <PanelProviders
      key={slug}
      workspace={{ slug, name, kind, timeZone, member: { ...member, id: toPublicId("member", member.id) } }}
    >
      <PanelShell
        workspace={{ slug, name, kind }}
        workspaces={workspaces}
        member={member}
        counts={{ conversations: counts.waiting, channels: brokenChannels, groups: troubledGroups }}
        timeZone={timeZone}
        signOut={signOutOfPanel}
      >
        <FrameRefresh />
        {props.children}
      </PanelShell>
    </PanelProviders>
  );
}

async function openPanel(slug: string) {
  try {
    const ctx = await openMemberContext({ request: fromHeaders(await headers()), slug });
    if (ctx.actor.kind !== "member") notFound();
    const { memberId, displayName, role } = ctx.actor;
    return { ...ctx, member: { id: memberId, displayName, role } };
  } catch (error) {
    if (error instanceof NotSignedIn) redirect("/");
    if (error instanceof WorkspaceNotFound) notFound();
    throw error;
  }
}

async function signOutOfPanel() {
  "use server";
  await endOwnSession(await headers());
  await signOut({ redirectTo: "/" });
}
