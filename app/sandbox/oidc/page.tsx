import type { Metadata } from "next";
import { notFound } from "next/navigation";
import { getTranslations } from "next-intl/server";
import { Messages } from "@/lib/i18n/messages";
import { oidcPeople } from "@/sandbox/oidc/people";
import { getSandbox } from "@/sandbox/presence";
import { ConsentCard } from "./consent-card";

export const dynamic = "force-dynamic";

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations("sandbox"))("oidc.title") };
}

/** Where the local provider asks who one is: `?request=` is what the product asked for. */
export default async function ConsentPage(props: {
  searchParams: Promise<Record<string, string | string[] | undefined>>;
}) {
  const sandbox = getSandbox();
  if (!sandbox) notFound();
  const { request, fault } = await props.searchParams;
  const asked = typeof request === "string" ? sandbox.oidc.findRequest(request) : null;
  return (
    <Messages domains={["sandbox", "auth"]}>
      <ConsentCard
        asked={asked && { id: asked.id, provider: asked.provider }}
        people={oidcPeople}
        hasFault={fault !== undefined}
      />
    </Messages>
  );
}
