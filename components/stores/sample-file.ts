import { writeCsv } from "@/lib/csv/write-csv";
import { downloadText } from "@/lib/files/download-text";
import { shopOrderColumns } from "@/server/stores/rules";

/** Two orders of three items, one in two packages: what every column looks like. */
const rows = [
  [
    "TY-1042",
    "18.11.2026 14:05",
    "Ayşe Yılmaz",
    "0532 123 45 67",
    "ayse@ornek.com",
    "kargoda",
    "Yurtiçi Kargo",
    "YK900100",
    "21.11.2026",
    "",
    "Keten gömlek",
    "KG-1",
    "1",
    "1.299,90",
  ],
  [
    "TY-1042",
    "18.11.2026 14:05",
    "Ayşe Yılmaz",
    "0532 123 45 67",
    "ayse@ornek.com",
    "hazırlanıyor",
    "",
    "",
    "24.11.2026",
    "",
    "Deri kemer",
    "DK-4",
    "1",
    "449,90",
  ],
  [
    "TY-1043",
    "2026-11-17",
    "Mehmet Kaya",
    "+90 555 000 11 22",
    "",
    "teslim edildi",
    "Aras Kargo",
    "AR700200",
    "",
    "19.11.2026 11:30",
    "Masa lambası",
    "ML-2",
    "2",
    "899.00",
  ],
];

/** Hands a file to the reader that the import takes as it is. */
export function downloadSample(): void {
  downloadText("ornek-siparisler.csv", writeCsv([...shopOrderColumns], rows));
}
