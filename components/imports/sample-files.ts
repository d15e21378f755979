import { writeCsv } from "@/lib/csv/write-csv";
import { downloadText } from "@/lib/files/download-text";
import type { ImportTarget } from "@/server/imports/rules";

type Sample = { fileName: string; heading: string[]; rows: string[][] };

/** What every column looks like: two orders of three items, one in two packages; two questions; two customers. */
const samples: Record<ImportTarget, Sample> = {
  shopOrders: {
    fileName: "ornek-siparisler.csv",
    heading: [
      ...["order_number", "ordered_at", "customer_name", "phone", "email", "status", "carrier", "tracking"],
      ...["estimated_delivery", "delivered_at", "item", "sku", "quantity", "price"],
    ],
    rows: [
      [
        ...["TY-1042", "18.11.2026 14:05", "Ayşe Yılmaz", "0532 123 45 67", "ayse@ornek.com", "kargoda"],
        ...["Yurtiçi Kargo", "YK900100", "21.11.2026", "", "Keten gömlek", "KG-1", "1", "1.299,90"],
      ],
      [
        ...["TY-1042", "18.11.2026 14:05", "Ayşe Yılmaz", "0532 123 45 67", "ayse@ornek.com", "hazırlanıyor"],
        ...["", "", "24.11.2026", "", "Deri kemer", "DK-4", "1", "449,90"],
      ],
      [
        ...["TY-1043", "2026-11-17", "Mehmet Kaya", "+90 555 000 11 22", "", "teslim edildi"],
        ...["Aras Kargo", "AR700200", "", "19.11.2026 11:30", "Masa lambası", "ML-2", "2", "899.00"],
      ],
    ],
  },
  faq: {
    fileName: "ornek-sorular.csv",
    heading: ["question", "answer", "language", "tags"],
    rows: [
      ["Kapıda ödeme var mı?", "Evet, nakit ya da kartla ödeyebilirsiniz.", "tr", "ödeme"],
      ["Can I pay on delivery?", "Yes, in cash or by card.", "en", "payment|delivery"],
    ],
  },
  customers: {
    fileName: "ornek-musteriler.csv",
    heading: ["name", "phone", "email", "language"],
    rows: [
      ["Ayşe Yılmaz", "0532 123 45 67", "ayse@ornek.com", "tr"],
      ["Ivan Petrov", "+90 555 000 11 22", "", "ru"],
    ],
  },
};

/** Hands a file to the reader that the import takes as it is. */
export function downloadSample(target: ImportTarget): void {
  const { fileName, heading, rows } = samples[target];
  downloadText(fileName, writeCsv(heading, rows));
}
