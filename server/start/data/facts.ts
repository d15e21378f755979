import type { Language, WorkspaceKind } from "../schemas";

const hours: Record<Language, string> = {
  tr: "Hafta içi ve cumartesi 09.00–18.00",
  en: "Monday to Saturday, 9 am to 6 pm",
  ru: "С понедельника по субботу, 9:00–18:00",
  ar: "من الاثنين إلى السبت، 9:00–18:00",
};

const address = "Bağdat Caddesi No: 120, Kadıköy, İstanbul";

/** What a workspace of this kind states once: samples to begin with. */
export function sampleFacts(kind: WorkspaceKind, language: Language): { key: string; value: string }[] {
  const open = { key: "openingHours", value: hours[language] };
  if (kind === "shop") {
    return [
      open,
      { key: "returnWindowDays", value: "14" },
      { key: "dispatchDays", value: "1" },
      { key: "deliveryDays", value: "4" },
      { key: "freeShippingFrom", value: "750,00" },
      { key: "shippingFee", value: "59,90" },
    ];
  }
  return kind === "clinic" ? [open, { key: "address", value: address }] : [open];
}
