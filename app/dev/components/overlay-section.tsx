"use client";

import Ellipsis from "lucide-react/icons/ellipsis";
import Pencil from "lucide-react/icons/pencil";
import Trash2 from "lucide-react/icons/trash-2";
import { useMemo, useState } from "react";
import { useCommands } from "@/components/shell/commands";
import { useShortcut } from "@/components/shell/shortcuts";
import { Button } from "@/components/ui/button";
import { Card, DescriptionList } from "@/components/ui/card";
import { ConfirmDialog } from "@/components/ui/confirm-dialog";
import { Dialog } from "@/components/ui/dialog";
import { Field } from "@/components/ui/field";
import { IconButton } from "@/components/ui/icon-button";
import { Input } from "@/components/ui/input";
import { Menu, MenuItem, MenuSeparator } from "@/components/ui/menu";
import { Popover } from "@/components/ui/popover";
import { Sheet } from "@/components/ui/sheet";
import { toast } from "@/components/ui/toast";
import { Tooltip } from "@/components/ui/tooltip";

type Open = "dialog" | "confirm" | "sheet" | null;

export function OverlaySection() {
  const [open, setOpen] = useState<Open>(null);
  const close = (isOpen: boolean) => !isOpen && setOpen(null);
  useShortcut("d", () => setOpen("dialog"), { label: "İletişim kutusunu aç" });
  useCommands(
    useMemo(
      () => [{ id: "sheet", label: "Kaydı aç", run: () => setOpen("sheet"), keywords: ["record"] }],
      [],
    ),
  );
  return (
    <Card title="Üstte duranlar">
      <div className="flex flex-wrap gap-2">
        <Button onClick={() => setOpen("dialog")}>İletişim kutusu</Button>
        <Button onClick={() => setOpen("confirm")}>Adıyla onay</Button>
        <Button onClick={() => setOpen("sheet")}>Yan sayfa</Button>
        <Popover trigger={<Button>Açılır</Button>} title="Neden bu yanıt">
          <p className="text-ink-muted">Sipariş 10482, kargo durumu.</p>
        </Popover>
        <Menu
          trigger={<IconButton variant="secondary" label="Diğer" icon={<Ellipsis aria-hidden size={16} />} />}
        >
          <MenuItem icon={<Pencil aria-hidden size={16} />} shortcut="e">
            Adını değiştir
          </MenuItem>
          <MenuSeparator />
          <MenuItem danger icon={<Trash2 aria-hidden size={16} />}>
            Sil
          </MenuItem>
        </Menu>
        <Tooltip label="Yalnızca bir ad">
          <Button variant="ghost">İpucu</Button>
        </Tooltip>
        <Button
          onClick={() => toast.done("Konuşma kapatıldı", { undo: { label: "Geri al", run: () => {} } })}
        >
          Bildirim
        </Button>
        <Button
          onClick={() =>
            toast.failed("Yanıt gönderilemedi", {
              detail: "Metin taslak olarak duruyor. Bağlantı gelince yeniden deneyin.",
            })
          }
        >
          Hata bildirimi
        </Button>
      </div>
      <Dialog
        open={open === "dialog"}
        onOpenChange={close}
        title="Bot bağla"
        description="BotFather’dan aldığınız anahtarı yapıştırın."
        footer={
          <>
            <Button onClick={() => setOpen(null)}>Vazgeç</Button>
            <Button variant="primary">Botu bağla</Button>
          </>
        }
      >
        <Field label="Anahtar">
          <Input dir="ltr" />
        </Field>
      </Dialog>
      <ConfirmDialog
        open={open === "confirm"}
        onOpenChange={close}
        title="@deniz_bot kaldırılsın mı?"
        consequence="Bot artık yanıt vermez. Konuşmalar ve rakamlar durur; aynı botu sonra yeniden bağlayabilirsiniz."
        confirmLabel="Botu kaldır"
        typeToConfirm="deniz_bot"
        onConfirm={() => new Promise((resolve) => setTimeout(resolve, 600))}
      />
      <Sheet
        open={open === "sheet"}
        onOpenChange={close}
        title="Sipariş 10482"
        description="Elif Yıldız"
        footer={<Button variant="primary">Konuşmayı aç</Button>}
      >
        <DescriptionList
          items={[
            { term: "Durum", value: "Kargoda" },
            { term: "Kargo", value: "Yurtiçi" },
          ]}
        />
      </Sheet>
    </Card>
  );
}
