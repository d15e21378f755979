const dayMs = 86_400_000;

const heading =
  "order_number,ordered_at,customer_name,phone,email,status,carrier,tracking,estimated_delivery,delivered_at,item,sku,quantity,price";

/** Three orders as a shop's file has them: one on its way, one being prepared, one delivered. */
export function toOrderCsv(now: Date): { text: string; count: number } {
  const day = (offset: number) => new Date(now.getTime() + offset * dayMs).toISOString().slice(0, 10);
  const rows = [
    `ORNEK-1001,${day(-2)},Ada Yılmaz,+905300000001,,shipped,Yurtiçi Kargo,100200300400,${day(1)},,Keten gömlek,KG-1,1,"899,90"`,
    `ORNEK-1002,${day(-1)},Deniz Kaya,+905300000002,,preparing,,,${day(3)},,Seramik kupa,SK-2,2,"249,90"`,
    `ORNEK-1003,${day(-9)},Ece Demir,+905300000003,,delivered,Aras Kargo,500600700800,${day(-6)},${day(-6)},Pamuklu elbise,PE-3,1,"1.299,90"`,
  ];
  return { text: [heading, ...rows].join("\n"), count: rows.length };
}
