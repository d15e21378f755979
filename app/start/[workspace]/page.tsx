import type { Metadata } from "next";
import { headers } from "next/headers";
import { notFound, redirect } from "next/navigation";
import { getTranslations } from "next-intl/server";
import { findTryCustomer, makeLocalBot } from "@/app/sandbox/local-bot";
import { FirstSteps } from "@/components/start/first-steps";
import { StartFrame } from "@/components/start/start-frame";
import { PanelProviders } from "@/components/trpc";
import { Messages } from "@/lib/i18n/messages";
import { listFeaturesOff } from "@/server/flags";
import {
  fromHeaders,
  getRuntime,
  NotSignedIn,
  openMemberContext,
  toPublicId,
  WorkspaceDeleted,
  WorkspaceNotFound,
  WorkspaceSuspended,
} from "@/server/kernel";
import { FirstStepsHere } from "./first-steps-here";

export const dynamic = "force-dynamic";

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations("start"))("steps.title") };
}

/** The first steps of one workspace: each can be skipped, and found again here. */
export default async function FirstStepsPage(props: { params: Promise<{ workspace: string }> }) {
  const { workspace: slug } = await props.params;
  const ctx = await open(slug);
  if (ctx.actor.kind !== "member") notFound();
  const { name, kind, timeZone } = ctx.workspace;
  const { memberId, displayName, role } = ctx.actor;
  const member = { id: toPublicId("member", memberId), displayName, role };
  const off = await listFeaturesOff(ctx);
  const { isSandboxOn } = getRuntime().env;
  return (
    <PanelProviders key={slug} workspace={{ slug, name, kind, timeZone, off, member }}>
      <Messages
        domains={["start", "channels", "imports", "settings", ...(isSandboxOn ? (["sandbox"] as const) : [])]}
        timeZone={timeZone}
      >
        <StartFrame>
          {isSandboxOn ? (
            <FirstStepsHere
              makeLocalBot={makeLocalBot.bind(null, slug)}
              findCustomer={findTryCustomer.bind(null, slug)}
            />
          ) : (
            <FirstSteps makeLocalBot={null} />
          )}
        </StartFrame>
      </Messages>
    </PanelProviders>
  );
}

async function open(slug: string) {
  try {
    return await openMemberContext({ request: fromHeaders(await headers()), slug });
  } catch (error) {
    if (error instanceof NotSignedIn) redirect(`/sign-in?next=${encodeURIComponent(`/start/${slug}`)}`);
    if (error instanceof WorkspaceDeleted || error instanceof WorkspaceSuspended) redirect(`/w/${slug}`);
    if (error instanceof WorkspaceNotFound) notFound();
    throw error;
  }
}
