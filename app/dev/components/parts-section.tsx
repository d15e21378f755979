"use client";

import { useState } from "react";
import { Button } from "@/components/ui/button";
import { Card } from "@/components/ui/card";
import { Wordmark } from "@/components/ui/mark";
import { Menu, MenuCheckItem, MenuGroup, MenuItem, MenuRadioGroup, MenuTiles } from "@/components/ui/menu";
import { PageHeader } from "@/components/ui/page-header";
import { RelativeTime } from "@/components/ui/relative-time";
import { Skeleton, SkeletonTable } from "@/components/ui/skeleton";
import { Sparkline } from "@/components/ui/sparkline";
import { LinkTabs } from "@/components/ui/tabs";

const anHourMs = 3_600_000;
const signs = ["👍", "❤", "🙏", "👏", "🎉", "🔥"];

export function PartsSection() {
  const [order, setOrder] = useState<"new" | "old">("new");
  const [isShown, setShown] = useState(true);
  const [sign, setSign] = useState<string | null>("🙏");
  const [now] = useState(() => Date.now());
  return (
    <div className="grid gap-4 lg:grid-cols-2">
      <Card title="Menüde duranlar">
        <Menu align="start" trigger={<Button>Menü</Button>}>
          <MenuGroup label="Konuşma">
            <MenuItem onSelect={() => {}}>Üstlen</MenuItem>
            <MenuItem disabled>Bırak</MenuItem>
          </MenuGroup>
          <MenuRadioGroup
            label="Sıra"
            value={order}
            onValueChange={setOrder}
            items={[
              { value: "new", label: "Yeniden eskiye" },
              { value: "old", label: "Eskiden yeniye" },
            ]}
          />
          <MenuCheckItem checked={isShown} onCheckedChange={setShown}>
            Telefon sütunu
          </MenuCheckItem>
          <MenuTiles label="Tepki" items={signs} chosen={sign} onSelect={setSign} />
        </Menu>
      </Card>
      <Card title="Adres çubuğundaki görünümler">
        <LinkTabs
          label="Görünümler"
          items={[
            { href: "#faq", label: "Sorular", count: 12, active: true },
            { href: "#facts", label: "Bilgiler", active: false },
          ]}
        />
      </Card>
      <Card>
        <PageHeader
          title="Sipariş 10482"
          description="Elif Yıldız"
          back={{ href: "#", label: "Siparişler" }}
          action={<Button variant="primary">Konuşmayı aç</Button>}
        />
      </Card>
      <Card title="Zaman, çizgi, ad">
        <div className="flex flex-wrap items-center gap-6">
          <RelativeTime value={new Date(now - anHourMs).toISOString()} />
          <RelativeTime value={new Date(now - 40 * 24 * anHourMs).toISOString()} />
          <Sparkline values={[4, 7, 5, 9, 8, 12, 11]} />
          <Wordmark />
        </div>
      </Card>
      <Card title="Yüklenirken">
        <Skeleton className="mb-4 w-40" />
        <SkeletonTable rows={3} columns={3} />
      </Card>
    </div>
  );
}
