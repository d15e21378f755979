"use client";

import { useState } from "react";
import { Button } from "@/components/ui/button";
import { Card } from "@/components/ui/card";
import { Mark } from "@/components/ui/mark";
import { Notice } from "@/components/ui/notice";
import { SkeletonText } from "@/components/ui/skeleton";
import { ErrorState, ForbiddenState } from "@/components/ui/states";
import { Tabs } from "@/components/ui/tab-panels";

export function StateSection() {
  const [tab, setTab] = useState<"open" | "closed">("open");
  return (
    <div className="grid gap-4 lg:grid-cols-2">
      <Card>
        <ErrorState onRetry={() => {}} reference="3f2c804" />
      </Card>
      <Card>
        <ForbiddenState roles={["Sahip", "Yönetici"]} />
      </Card>
      <Card title="Notlar">
        <div className="flex flex-col gap-2">
          <Notice title="Bot getUpdates ile çalışıyor">Genel bir HTTPS adresi yok.</Notice>
          <Notice tone="success">Bağlantı doğrulandı.</Notice>
          <Notice tone="warn" action={<Button size="sm">Yenile</Button>}>
            Webhook’un süresi doldu.
          </Notice>
          <Notice tone="danger" title="Mesaj gönderilemedi">
            Müşteri botu engellemiş.
          </Notice>
        </div>
      </Card>
      <Card title="Sekmeler, iskelet, işaret">
        <Tabs
          label="Konuşmalar"
          value={tab}
          onValueChange={setTab}
          items={[
            { value: "open", label: "Açık", count: 12, content: <SkeletonText /> },
            { value: "closed", label: "Kapalı", content: <SkeletonText lines={2} /> },
          ]}
        />
        <div className="mt-4 flex items-end gap-4">
          {[16, 20, 24, 48].map((size) => (
            <Mark key={size} size={size} />
          ))}
        </div>
      </Card>
    </div>
  );
}
