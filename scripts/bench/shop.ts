import type { BenchCustomer } from "./customers.ts";

const faq: readonly [question: string, answer: string][] = [
  ["Hangi ödeme yöntemlerini kabul ediyorsunuz?", "Kredi kartı, banka kartı ve havale ile ödeyebilirsiniz."],
  ["Kapıda ödeme var mı?", "Kapıda ödeme 1.500 TL'ye kadar olan siparişlerde yapılabilir."],
  ["Taksit yapıyor musunuz?", "Tüm kredi kartlarına üç taksit yapıyoruz."],
  ["Mağazanız nerede?", "Mağazamız Kadıköy, Moda Caddesi 48 numaradadır."],
  ["Hediye paketi yapıyor musunuz?", "Sepette hediye paketini işaretlerseniz ücretsiz paketliyoruz."],
  ["Yurt dışına gönderim var mı?", "Avrupa Birliği ülkelerine gönderim yapıyoruz, teslimat bir haftadır."],
  ["Beden tablosunu nerede bulurum?", "Her ürünün sayfasında beden tablosu vardır."],
  ["Kumaşlar pamuklu mu?", "Tişörtlerimiz yüzde yüz pamuktur."],
  ["Fatura gönderiyor musunuz?", "E-faturanız teslimattan sonra e-posta adresinize gelir."],
  ["Toptan satış yapıyor musunuz?", "Elli adedin üzerinde toptan fiyat veriyoruz."],
  ["İndirim kodu nasıl kullanılır?", "İndirim kodunu sepetteki kutuya yazıp uygula düğmesine basın."],
  ["Üyelik ücretli mi?", "Üyelik ücretsizdir."],
];

export const faqCsv = [
  "question,answer,language,tags",
  ...faq.map(([question, answer]) => `"${question}","${answer}",tr,`),
].join("\n");

/** About one's own order, each in words of its own: whoever asks the same again is handed to a person. */
const orderQuestions: readonly string[] = [
  "Siparişim nerede?",
  "Kargom yola çıktı mı?",
  "Paketim ne zaman elimde olur?",
  "Verdiğim sipariş hangi gün teslim edilecek?",
  "Kargo takip numaramı öğrenebilir miyim?",
  "Gönderim hangi aşamada?",
  "Sipariş durumum nedir?",
  "Hâlâ gelmedi, kargom kaldı galiba?",
  "Koli bugün ulaşır mı bana?",
  "Aldıklarım kargoya verildi mi?",
  "Teslimatım gecikti mi acaba?",
  "Siparişimi hangi firma getiriyor?",
];

/** What customers ask in turn: every second about their order, the others what the shop has an answer to. */
export const questions: readonly string[] = faq.flatMap(([question], index) => [
  question,
  orderQuestions[index % orderQuestions.length]!,
]);

/** One order of each customer's under the proved phone, and others besides. */
export function toOrderCsv(customers: readonly BenchCustomer[], now: Date, others: number): string {
  const heading =
    "order_number,ordered_at,customer_name,phone,email,status,carrier,tracking,estimated_delivery,delivered_at,item,sku,quantity,price";
  const day = (offset: number) => new Date(now.getTime() + offset * 86_400_000).toISOString().slice(0, 10);
  const line = (number: number, name: string, phone: string) =>
    `TY-${number},${day(-2)},${name},${phone},,shipped,Yurtiçi Kargo,TR${number},${day(2)},,Keten gömlek,,1,"1.299,90"`;
  return [
    heading,
    ...customers.map(({ name, phone }, index) => line(100_000 + index, name, phone)),
    ...Array.from({ length: others }, (_, index) =>
      line(200_000 + index, "Deniz Kılıç", `+9054${String(20_000_000 + index)}`),
    ),
  ].join("\n");
}
