"use client";

import { PanelFrame } from "@/components/shell/panel-frame";
import { PanelPage } from "@/components/shell/panel-page";
import { PreferenceMenu } from "@/components/shell/preference-menu";
import { PanelProviders } from "@/components/trpc";
import { Button } from "@/components/ui/button";
import { ControlSection } from "./control-section";
import { FigureSection } from "./figure-section";
import { OverlaySection } from "./overlay-section";
import { PartsSection } from "./parts-section";
import { StateSection } from "./state-section";
import { TableSection } from "./table-section";

const workspace = { slug: "deniz", name: "Deniz Ayakkabı", kind: "shop" } as const;
const member = { displayName: "Elif Yıldız", role: "owner" } as const;
/** Seven wait. */
const counted = {
  conversations: {
    ...{ open: 0, handedOff: 7, waiting: 7, mine: 0, mineWaiting: 0, unassigned: 7 },
    ...{ snoozed: 0, near: 0, missed: 0 },
  },
  channels: 0,
  groups: 0,
};

/** The sections inside a panel, so that the shell is on show too. Specimen texts are not the product's: no messages. */
export function Gallery() {
  return (
    <PanelProviders
      workspace={{
        ...workspace,
        timeZone: "Europe/Istanbul",
        off: [],
        member: { ...member, id: "mbr_specimen" },
      }}
    >
      <PanelFrame
        workspace={workspace}
        workspaces={[workspace, { slug: "atlas", name: "Atlas Diş Kliniği", kind: "clinic" }]}
        member={member}
        counted={counted}
        signOut={async () => {}}
      >
        <PanelPage
          title="Bileşenler"
          description="Her parça, her durumuyla."
          action={<Button variant="primary">Birincil iş</Button>}
          filters={<PreferenceMenu />}
        >
          <ControlSection />
          <FigureSection />
          <TableSection />
          <StateSection />
          <PartsSection />
          <OverlaySection />
        </PanelPage>
      </PanelFrame>
    </PanelProviders>
  );
}
