import { getTranslations } from "next-intl/server";
import { demoSignIns } from "@/components/auth/demo-sign-in";
import type { Talk } from "@/components/landing/conversation-picture";
import { KindPictures } from "@/components/landing/kind-pictures";
import { Landing } from "@/components/landing/landing";
import { type PlanKind, planKinds } from "@/components/landing/plans";
import { nameDemoBots } from "@/server/demo";
import { getRuntime } from "@/server/kernel";
import { LivePhone } from "./live-phone";

/** What Santral is, and in the sandbox the ways into the demo. */
export default async function HomePage() {
  const { isSandboxOn } = getRuntime().env;
  const t = await getTranslations("landing");
  const talks = await getTranslations("landing.pictures");
  const shown = {
    label: t("kinds.title"),
    names: byKind((kind) => t(`kinds.${kind}.title`)),
    talks: byKind((kind) => tell(talks, kind)),
  };
  const texts = {
    title: t("live.title"),
    text: t("live.text"),
    open: t("live.open"),
    failed: t("live.failed"),
  };
  return (
    <Landing signIns={isSandboxOn ? demoSignIns("/sandbox/sign-in") : []} isSandboxOn={isSandboxOn}>
      {isSandboxOn ? (
        <LivePhone {...shown} texts={texts} bots={nameDemoBots()} />
      ) : (
        <KindPictures {...shown} />
      )}
    </Landing>
  );
}

/** What was recorded with the demo's bot of this kind. */
function tell(t: Awaited<ReturnType<typeof getTranslations<"landing.pictures">>>, kind: PlanKind): Talk {
  const about = { label: t(`${kind}.label`), lang: t(`${kind}.lang`), caption: t(`${kind}.caption`) };
  if (kind === "shop") {
    return {
      ...about,
      turns: [
        { from: "customer", text: t("shop.question") },
        { from: "agent", text: t("shop.ask") },
        { from: "customer", text: t("shop.contact") },
        { from: "agent", text: t("shop.answer"), corded: { kind: "order", text: t("shop.source") } },
      ],
    };
  }
  return {
    ...about,
    turns: [
      { from: "customer", text: t(`${kind}.question`) },
      {
        from: "agent",
        text: t(`${kind}.answer`),
        corded: { kind: "question", text: t(`${kind}.source`) },
      },
      { from: "customer", text: t(`${kind}.second`) },
      {
        from: "agent",
        text: t(`${kind}.handedOver`),
        corded: { kind: "team", text: t(`${kind}.handoff`) },
      },
    ],
  };
}

const byKind = <Value,>(make: (kind: PlanKind) => Value) =>
  Object.fromEntries(planKinds.map((kind) => [kind, make(kind)])) as Record<PlanKind, Value>;
