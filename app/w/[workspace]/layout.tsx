import { revalidatePath } from "next/cache";
import { headers } from "next/headers";
import { notFound, redirect } from "next/navigation";
import type { ReactNode } from "react";
import { exploreDemoHere } from "@/app/start/actions";
import { KeptReplies } from "@/components/conversations/kept-replies-loader";
import { DemoProgress } from "@/components/demo/demo-progress";
import { NotificationBell, UnreadMark } from "@/components/notifications/notification-bell";
import { PushKeeper } from "@/components/notifications/push-keeper";
import { FrameRefresh } from "@/components/shell/frame-refresh";
import { PanelShell } from "@/components/shell/panel-shell";
import { StorageBanner } from "@/components/shell/storage-banner";
import { ChecklistLink } from "@/components/start/checklist-link";
import { PanelProviders } from "@/components/trpc";
import { ClosedWorkspace } from "@/components/workspaces/closed-workspace";
import { WaitingCounts } from "@/components/workspaces/waiting-counts";
import { Messages } from "@/lib/i18n/messages";
import { endOwnSession, signOut } from "@/server/auth";
import { countBrokenChannels } from "@/server/channels";
import { countConversations } from "@/server/conversations";
import { getDemoProgress, isDemoHere, isDemoMaking } from "@/server/demo";
import { listFeaturesOff } from "@/server/flags";
import { countTroubledGroups } from "@/server/groups";
import {
  type Ctx,
  findOperator,
  fromHeaders,
  getRuntime,
  inWorkspace,
  listOwnWorkspaces,
  NotSignedIn,
  openMemberContext,
  type Transaction,
  toPublicId,
  WorkspaceDeleted,
  WorkspaceNotFound,
  WorkspaceSuspended,
} from "@/server/kernel";
import { countUnread } from "@/server/notifications";
import { getOrganisation } from "@/server/organisations";
import { restoreWorkspace } from "@/server/workspaces";

/** The panel of one workspace: who is signed in, the frame, and the API's client for the screens inside. */
export default async function PanelLayout(props: {
  children: ReactNode;
  params: Promise<{ workspace: string }>;
}) {
  const { workspace: slug } = await props.params;
  const ctx = await openPanel(slug);
  if (ctx instanceof WorkspaceDeleted || ctx instanceof WorkspaceSuspended) {
    const closed =
      ctx instanceof WorkspaceDeleted ? { ...ctx.data, restore: restoreDeleted.bind(null, slug) } : ctx.data;
    return (
      <Messages domains={["start"]}>
        <ClosedWorkspace {...closed} />
      </Messages>
    );
  }
  const [workspaces, operator, off, [organisation, conversations, channels, groups, { unread }]] =
    await Promise.all([
      listOwnWorkspaces(ctx.session.personId),
      findOperator(ctx.session.personId),
      listFeaturesOff(ctx),
      readFrame(ctx),
    ]);
  const demo = isDemoHere(slug) && isDemoMaking() ? await getDemoProgress() : null;
  const mayExplore = isDemoHere("demo") && !workspaces.some((own) => isDemoHere(own.slug));
  const { name, kind, timeZone } = ctx.workspace;
  const member = ctx.member;
  return (
    <PanelProviders
      key={slug}
      workspace={{
        slug,
        name,
        kind,
        timeZone,
        off,
        member: { ...member, id: toPublicId("member", member.id) },
      }}
    >
      <PanelShell
        workspace={{ slug, name, kind, logoUrl: organisation.logoUrl }}
        workspaces={workspaces.map((own) => ({ slug: own.slug, name: own.name, kind: own.kind }))}
        member={{ ...member, isOperator: operator !== null }}
        counted={{ conversations, channels, groups }}
        timeZone={timeZone}
        footer={
          <>
            <ChecklistLink />
            <NotificationBell unread={unread} />
          </>
        }
        moreMark={<UnreadMark unread={unread} className="absolute start-1/2 top-1 ms-1.5" />}
        exploreDemo={mayExplore ? exploreDemoHere : undefined}
        signOut={signOutOfPanel}
      >
        {!getRuntime().storage.isAccepting && <StorageBanner />}
        <FrameRefresh />
        <KeptReplies />
        <PushKeeper />
        <WaitingCounts hasSeveral={workspaces.length > 1} />
        {demo && (
          <Messages domains={["demo"]}>
            <DemoProgress initial={demo} />
          </Messages>
        )}
        {props.children}
      </PanelShell>
    </PanelProviders>
  );
}

/** What every page of the panel shows around itself, in one transaction: it is asked for with each of them. */
function readFrame(outside: Ctx) {
  const read = (tx: Transaction) => {
    const ctx = { ...outside, db: tx };
    return Promise.all([
      getOrganisation({ ctx }),
      countConversations({ ctx }),
      countBrokenChannels({ ctx }),
      countTroubledGroups({ ctx }),
      countUnread({ ctx }),
    ]);
  };
  return inWorkspace(outside, read, { reads: true });
}

async function openPanel(slug: string) {
  try {
    const ctx = await openMemberContext({ request: fromHeaders(await headers()), slug });
    if (ctx.actor.kind !== "member") notFound();
    const { memberId, displayName, role } = ctx.actor;
    return { ...ctx, member: { id: memberId, displayName, role } };
  } catch (error) {
    if (error instanceof NotSignedIn) redirect(`/sign-in?next=${encodeURIComponent(`/w/${slug}`)}`);
    if (error instanceof WorkspaceNotFound) notFound();
    if (error instanceof WorkspaceDeleted || error instanceof WorkspaceSuspended) return error;
    throw error;
  }
}

async function restoreDeleted(slug: string) {
  "use server";
  const ctx = await openMemberContext({ request: fromHeaders(await headers()), slug, opensDeleted: true });
  await restoreWorkspace({ ctx });
  // The frame stays over a change of page, and would go on saying that it is deleted.
  revalidatePath(`/w/${slug}`, "layout");
  redirect(`/w/${slug}/settings`);
}

async function signOutOfPanel() {
  "use server";
  await endOwnSession(await headers());
  await signOut({ redirectTo: "/" });
}
