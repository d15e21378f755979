"use client";

import Plus from "lucide-react/icons/plus";
import Trash2 from "lucide-react/icons/trash-2";
import { useState } from "react";
import { Avatar } from "@/components/ui/avatar";
import { Badge, Count, StatusDot } from "@/components/ui/badge";
import { Button } from "@/components/ui/button";
import { Card, DescriptionList } from "@/components/ui/card";
import { Checkbox } from "@/components/ui/checkbox";
import { CopyButton } from "@/components/ui/copy-button";
import { Field } from "@/components/ui/field";
import { FileDrop } from "@/components/ui/file-drop";
import { IconButton } from "@/components/ui/icon-button";
import { Input, SearchInput } from "@/components/ui/input";
import { Kbd } from "@/components/ui/kbd";
import { Progress } from "@/components/ui/progress";
import { RadioGroup } from "@/components/ui/radio";
import { Select } from "@/components/ui/select";
import { Switch } from "@/components/ui/switch";
import { Textarea } from "@/components/ui/textarea";
import { useFormat } from "@/lib/format/use-format";

const zones = [
  { value: "istanbul", label: "İstanbul", hint: "UTC+3" },
  { value: "berlin", label: "Berlin", hint: "UTC+1" },
  { value: "dubai", label: "Dubai", hint: "UTC+4", disabled: true },
] as const;

export function ControlSection() {
  const [query, setQuery] = useState("kargo");
  const [zone, setZone] = useState<(typeof zones)[number]["value"] | null>("istanbul");
  const [isOn, setOn] = useState(true);
  const [isChecked, setChecked] = useState(true);
  const [mode, setMode] = useState<"draft" | "send">("draft");
  const format = useFormat();
  // A fixed moment: the server and the browser must draw the same.
  const now = Date.UTC(2025, 10, 12, 9);
  return (
    <div className="grid gap-4 lg:grid-cols-2">
      <Card title="Düğmeler" className="lg:col-span-2">
        <div className="flex flex-wrap items-center gap-2">
          <Button variant="primary" icon={<Plus aria-hidden size={16} />}>
            Bot bağla
          </Button>
          <Button>Dışa aktar</Button>
          <Button variant="ghost">Vazgeç</Button>
          <Button variant="danger">Botu kaldır</Button>
          <Button variant="primary" loading>
            Kaydediliyor
          </Button>
          <Button disabled>Kapalı</Button>
          <Button size="sm">Küçük</Button>
          <Button size="lg" variant="primary">
            Büyük
          </Button>
          <IconButton label="Sil" shortcut="mod+d" icon={<Trash2 aria-hidden size={16} />} />
          <IconButton variant="secondary" label="Ekle" icon={<Plus aria-hidden size={16} />} />
          <CopyButton label="Adresi kopyala" value="https://santral.example/w/deniz" showValue />
          <Kbd keys="mod+enter" />
        </div>
      </Card>
      <Card title="Alanlar">
        <div className="flex flex-col gap-4">
          <Field label="Ad" hint="Müşterilerin gördüğü ad">
            <Input defaultValue="Deniz Ayakkabı" />
          </Field>
          <Field label="Bot anahtarı" error="Anahtar eksik görünüyor: 10 rakam, iki nokta ve 35 harf olmalı.">
            <Input defaultValue="12345:AAH" dir="ltr" />
          </Field>
          <Field label="Saat dilimi" optional>
            <Select items={zones} value={zone} onValueChange={setZone} />
          </Field>
          <Field label="Yanıt">
            <Textarea placeholder="Müşteriye yazın" />
          </Field>
          <SearchInput label="Müşteri ya da sipariş ara" value={query} onValueChange={setQuery} />
          <Field label="Kapalı alan" disabled>
            <Input defaultValue="Değiştirilemez" />
          </Field>
        </div>
      </Card>
      <Card title="Seçimler">
        <div className="flex flex-col gap-4">
          <Switch
            label="Asistan yanıtlasın"
            hint="Kapalıyken her mesaj kişilere kalır."
            checked={isOn}
            onCheckedChange={setOn}
          />
          <Checkbox
            label="Bağlantılı siparişleri de getir"
            checked={isChecked}
            onCheckedChange={setChecked}
          />
          <Checkbox label="Bir kısmı" indeterminate checked={false} onCheckedChange={() => {}} />
          <RadioGroup
            label="Yanıt kipi"
            value={mode}
            onValueChange={setMode}
            items={[
              { value: "draft", label: "Taslak", hint: "Siz göndermeden gitmez" },
              { value: "send", label: "Kendiliğinden" },
            ]}
          />
          <Progress label="Siparişler okunuyor" value={0.42} showValue />
          <FileDrop
            label="Sipariş dosyası"
            hint="CSV, en çok 5 MB"
            accept=".csv,text/csv"
            maxBytes={5_000_000}
            onFile={() => {}}
          />
        </div>
      </Card>
      <Card title="İşaretler" className="lg:col-span-2">
        <div className="flex flex-wrap items-center gap-3">
          <Badge>Kapalı</Badge>
          <Badge tone="accent">Açık</Badge>
          <Badge tone="success">Teslim edildi</Badge>
          <Badge tone="warn">Devredildi</Badge>
          <Badge tone="danger">Gönderilemedi</Badge>
          <StatusDot tone="success" label="Çalışıyor" />
          <StatusDot tone="danger" label="Durdu" />
          <Count value={3} />
          <Count value={140} tone="accent" />
          <Avatar name="Elif Yıldız" />
          <Avatar name="İbrahim" size={40} />
          <Avatar name="" size={24} kind="agent" />
        </div>
        <DescriptionList
          className="mt-4"
          items={[
            {
              term: "Gün",
              value: `${format.day(now, now)} · ${format.day(now - 86_400_000, now)} · ${format.day(0, now)}`,
            },
            {
              term: "Göreli",
              value: [30_000, 300_000, 7_200_000, 90_000_000, 9e8]
                .map((ago) => format.relative(now - ago, now))
                .join(" · "),
            },
            {
              term: "Sayılar",
              value: `${format.number(12_345.6)} · ${format.compact(12_345)} · ${format.percent(0.123)} · ${format.change(-0.03)}`,
            },
            { term: "Tutar", value: `${format.money(129_990n, "TRY")} · ${format.money("250", "XTR")}` },
            { term: "Süre", value: [900, 45_000, 750_000, 11_100_000].map(format.duration).join(" · ") },
            { term: "Boyut", value: `${format.bytes(512)} · ${format.bytes(1_400_000)}` },
          ]}
        />
      </Card>
    </div>
  );
}
