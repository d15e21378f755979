"use client";

import { PanelFrame } from "@/components/shell/panel-frame";
import { PanelPage } from "@/components/shell/panel-page";
import { PreferenceMenu } from "@/components/shell/preference-menu";
import { Button } from "@/components/ui/button";
import { ControlSection } from "./control-section";
import { FigureSection } from "./figure-section";
import { OverlaySection } from "./overlay-section";
import { PartsSection } from "./parts-section";
import { StateSection } from "./state-section";
import { TableSection } from "./table-section";

/** The sections inside a panel, so that the shell is on show too. Specimen texts are not the product's: no messages. */
export function Gallery() {
  return (
    <PanelFrame
      workspace={{ slug: "deniz", name: "Deniz Ayakkabı", kind: "shop" }}
      workspaces={[
        { slug: "deniz", name: "Deniz Ayakkabı", kind: "shop" },
        { slug: "atlas", name: "Atlas Diş Kliniği", kind: "clinic" },
      ]}
      member={{ displayName: "Elif Yıldız", role: "owner" }}
      counts={{ conversations: 7 }}
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
  );
}
