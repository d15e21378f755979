import { describe, expect, test } from "vitest";
import { namesSurname } from "./find-proof";
import { readMessage } from "./read-message";

describe("order numbers", () => {
  test.each([
    ["a prefix and a hyphen", "TY-12345", ["TY-12345"]],
    ["a hash", "#123456 nerede", ["123456"]],
    ["a short number after a hash", "#1001 ne oldu", ["1001"]],
    ["digits alone", "482913", ["482913"]],
    ["eleven digits that are no phone", "10293847561 siparişim nerede", ["10293847561"]],
    ["ten digits that could be a landline", "2129384756", ["2129384756"]],
    ["in a sentence", "Merhaba 771204 numaralı siparişime ne oldu", ["771204"]],
    ["before the word", "TY-1000 nolu siparişi iptal edin", ["TY-1000"]],
    ["four digits after the word", "sipariş no: 1024", ["1024"]],
    ["four digits after the word, in English", "order number 1024 please", ["1024"]],
    ["four digits after the word, in Russian", "заказ № 1024 где", ["1024"]],
    ["four digits after the word, in Arabic", "طلبي رقم 1024 وين صار", ["1024"]],
    ["Arabic-Indic digits", "الطلب رقم ٤٨٢٩١٣", ["482913"]],
    ["letters and digits mixed", "HB2938A471 siparişi", ["HB2938A471"]],
    ["several groups", "SP-2026-00123 nerde", ["SP-2026-00123"]],
    ["a space between", "TY 12345 nerede", ["TY 12345"]],
    ["a space between, in small letters", "ty 1042 nerde", ["ty 1042"]],
    ["letters that are no word", "Jn 20311 geldi mi", ["Jn 20311"]],
    ["lower case", "ty-12345 nerde", ["ty-12345"]],
    ["invisible characters inside", "TY\u200b-123\u206045", ["TY-12345"]],
    ["two of them", "TY-12345 ve TY-67890 nerede", ["TY-12345", "TY-67890"]],
    ["the same twice", "TY-12345 yani ty12345", ["TY-12345"]],
    ["a mobile number named as an order", "sipariş no 5321234567", ["5321234567"]],
  ])("%s", (_, text, numbers) => {
    expect(readMessage(text).orderNumbers).toEqual(numbers);
  });

  test.each([
    ["a date", "12.05.2026 tarihinde almıştım"],
    ["an ISO date", "2026-05-12 de aldım"],
    ["a time", "saat 14:30 da gelir mi"],
    ["a price", "1299,90 TL ödedim"],
    ["a price without cents", "125000 lira mı"],
    ["a price with its sign first", "₺129900 çekildi"],
    ["a measure", "100000 mah powerbank var mı"],
    ["a mobile number", "0532 123 45 67"],
    ["a mobile number without zero", "5321234567"],
    ["an international number", "+90 532 123 45 67"],
    ["a card number", "4355 0843 5508 4358"],
    ["an IBAN", "TR33 0006 1005 1978 6457 8413 26"],
    ["a year", "2026 modeli var mı"],
    ["four digits", "1234"],
    ["a web address", "https://shop.example/p/12345678"],
    ["a size", "38 beden var mı"],
    ["words", "siparişim nerede"],
    ["a model with few digits", "iphone15 kılıfı"],
    ["an abbreviation before digits", "slm 4567 yılmaz"],
    ["another one", "tm 4567 yılmaz"],
    ["a year after a short word", "by 2026 ok"],
  ])("%s is none", (_, text) => {
    expect(readMessage(text).orderNumbers).toEqual([]);
  });

  test("four digits are one when the agent has just asked for it", () => {
    expect(readMessage("1024", { awaiting: "order_number" }).orderNumbers).toEqual(["1024"]);
    expect(readMessage("1024", { awaiting: "proof" }).orderNumbers).toEqual([]);
  });

  test("payment data is noticed and never taken for an order", () => {
    expect(readMessage("kartım 4355-0843-5508-4358").hasPaymentData).toBe(true);
    expect(readMessage("TR330006100519786457841326 iban").hasPaymentData).toBe(true);
    expect(readMessage("TR330006100519786457841326").orderNumbers).toEqual([]);
    expect(readMessage("sipariş TY-12345").hasPaymentData).toBe(false);
  });

  test("no more than five are read from a list", () => {
    const list = Array.from({ length: 40 }, (_, i) => `TY-${10_000 + i}`).join(" ");
    expect(readMessage(list).orderNumbers).toHaveLength(5);
  });
});

describe("tracking numbers", () => {
  test.each([
    ["a postal number", "RR123456789TR nerede", "RR123456789TR"],
    ["a UPS number", "1Z999AA10123456784", "1Z999AA10123456784"],
    ["sixteen digits", "7330012345678901", "7330012345678901"],
    ["named as one", "takip no 482913", "482913"],
    ["named as one in English", "tracking number: 99887766", "99887766"],
  ])("%s", (_, text, number) => {
    const reading = readMessage(text);
    expect(reading.trackingNumbers).toEqual([number]);
    expect(reading.orderNumbers).toEqual([]);
  });
});

describe("phones", () => {
  test.each([
    ["0532 123 45 67", "+905321234567"],
    ["5321234567", "+905321234567"],
    ["+90 (532) 123 45 67", "+905321234567"],
    ["numaram 05321234567", "+905321234567"],
    ["+7 916 123-45-67", "+79161234567"],
    ["+971 50 123 4567", "+971501234567"],
  ])("%s", (text, phone) => {
    expect(readMessage(text).phones).toEqual([phone]);
  });
});

describe("proof by last four digits and surname", () => {
  test.each([
    ["digits first", "1234 Yılmaz", { lastFour: "1234", surname: "Yılmaz" }],
    ["surname first", "Yılmaz 1234", { lastFour: "1234", surname: "Yılmaz" }],
    ["a comma", "Yılmaz, 1234", { lastFour: "1234", surname: "Yılmaz" }],
    ["with words", "soyadım yılmaz son dört 1234", { lastFour: "1234", surname: "yılmaz" }],
    [
      "with other words",
      "telefonumun son 4 hanesi 1234, soyadım Öztürk",
      { lastFour: "1234", surname: "Öztürk" },
    ],
    ["with the order", "TY-12345 1234 Yılmaz", { lastFour: "1234", surname: "Yılmaz" }],
    ["with a bare order", "482913 1234 yilmaz", { lastFour: "1234", surname: "yilmaz" }],
    ["with the whole phone", "TY-12345 0532 123 45 67 Yılmaz", { lastFour: "4567", surname: "Yılmaz" }],
    ["with the whole name", "Ayşe Yılmaz 1234", { lastFour: "1234", surname: "Ayşe Yılmaz" }],
    ["in English", "surname Smith last four 1234", { lastFour: "1234", surname: "Smith" }],
    [
      "in English, other way round",
      "last four digits: 1234, last name is Smith",
      { lastFour: "1234", surname: "Smith" },
    ],
    ["in Russian", "фамилия Иванов, последние четыре цифры 1234", { lastFour: "1234", surname: "Иванов" }],
    ["in Arabic", "اسم العائلة الأحمد آخر أربعة أرقام 1234", { lastFour: "1234", surname: "الأحمد" }],
    ["on lines", "TY-12345\n1234\nYılmaz", { lastFour: "1234", surname: "Yılmaz" }],
  ])("%s", (_, text, proof) => {
    expect(readMessage(text).proof).toEqual(proof);
  });

  test.each([
    ["digits alone", "1234"],
    ["a surname alone", "Yılmaz"],
    ["a sentence with a year", "2026 yılında aldığım ürün hala gelmedi nerede acaba"],
    ["an order number alone", "TY-12345"],
    ["two groups of four digits", "1234 5678 Yılmaz"],
  ])("%s is no proof", (_, text) => {
    expect(readMessage(text).proof).toBeNull();
  });

  test.each([
    ["the surname", "Yılmaz", "Ayşe Nur Yılmaz", true],
    ["typed in ASCII", "yilmaz", "Ayşe Nur Yılmaz", true],
    ["in capitals", "YILMAZ", "ayşe yılmaz", true],
    ["with the first name", "ayse yilmaz", "Ayşe Nur Yılmaz", true],
    ["in Cyrillic", "Иванов", "Pavel Ivanov", true],
    ["the first name alone", "Ayşe", "Ayşe Yılmaz", false],
    ["another surname", "Kaya", "Ayşe Yılmaz", false],
    ["a list of guesses", "Yılmaz Kaya", "Ayşe Yılmaz", false],
    ["a part of it", "Yıl", "Ayşe Yılmaz", false],
    ["a name without a surname", "Ayşe", "Ayşe", false],
    ["nothing", "", "Ayşe Yılmaz", false],
  ])("namesSurname: %s", (_, given, full, named) => {
    expect(namesSurname(given, full)).toBe(named);
  });
});

describe("opting out", () => {
  test.each(["STOP", "stop", "Dur", "DUR!", "dur.", "СТОП", "стоп", "الغاء", "إلغاء", "Unsubscribe"])(
    "%s as the whole message",
    (text) => {
      expect(readMessage(text).optOut).toBe(true);
    },
  );

  test.each([
    "kargo durdu",
    "siparişi durdur",
    "dur bir dakika kargom nerede",
    "stop my order",
    "الغاء الطلب",
    "iptal",
  ])("%s is not", (text) => {
    expect(readMessage(text).optOut).toBe(false);
  });

  test("START and BAŞLA take it back", () => {
    expect(readMessage("başla").optIn).toBe(true);
    expect(readMessage("START").optIn).toBe(true);
    expect(readMessage("ne zaman başlar").optIn).toBe(false);
  });
});

describe("asking for a person", () => {
  test.each([
    "insan",
    "İNSAN İSTİYORUM",
    "temsilci",
    "müşteri temsilcisine bağlanmak istiyorum",
    "musteri hizmetleri",
    "yetkili biriyle görüşmek istiyorum",
    "bir yetkili bakabilir mi",
    "canlı destek",
    "operatöre bağla",
    "gerçek insan yok mu",
    "beni arayın lütfen",
    "biriyle konuşmam lazım",
    "agent",
    "I want to talk to a human",
    "can I speak with a real person?",
    "customer service please",
    "connect me to an agent",
    "оператор",
    "хочу поговорить с человеком",
    "позовите менеджера",
    "موظف",
    "أريد التحدث مع موظف",
    "خدمة العملاء",
  ])("%s", (text) => {
    expect(readMessage(text).wantsHuman).toBe(true);
  });

  test.each([
    "yetkili servis nerede",
    "insanlar bu ürünü beğeniyor mu",
    "insan saçı peruk var mı",
    "kargom nerede",
    "is this human hair",
    "who is the agent of this brand in Turkey",
    "человек-паук футболка есть",
  ])("%s does not", (text) => {
    expect(readMessage(text).wantsHuman).toBe(false);
  });
});

describe("manners", () => {
  test.each([
    ["merhaba", ["greeting"]],
    ["Merhabaaa 👋", ["greeting"]],
    ["slm", ["greeting"]],
    ["iyi akşamlar kolay gelsin", ["greeting"]],
    ["السلام عليكم ورحمة الله وبركاته", ["greeting"]],
    ["здравствуйте!", ["greeting"]],
    ["teşekkürler", ["thanks"]],
    ["TEŞEKKÜR EDERİM 🙏", ["thanks"]],
    ["tesekkurlerrr", ["thanks"]],
    ["çok sağ olun", ["thanks"]],
    ["tamam teşekkürler", ["acknowledgement", "thanks"]],
    ["спасибо большое", ["thanks"]],
    ["شكرا جزيلا", ["thanks"]],
    ["thanks a lot for your help", ["thanks"]],
    ["iyi geceler", ["farewell"]],
    ["evet", ["yes"]],
    ["evet işe yaradı", ["yes"]],
    ["yes that helped, thanks", ["yes", "thanks"]],
    ["hayır", ["no"]],
    ["no it didn't", ["no"]],
    ["не помогло", ["no"]],
    ["لم يساعد", ["no"]],
    ["ok", ["acknowledgement"]],
    ["👍", ["acknowledgement"]],
    ["👎", ["no"]],
  ])("%s", (text, acts) => {
    expect(readMessage(text).acts).toEqual(acts);
  });

  test.each([
    "merhaba kargom nerede",
    "teşekkürler ama hala gelmedi",
    "selam fiyat alabilir miyim",
    "hello where is my order",
    "evet ama iade etmek istiyorum",
    "???",
    "1234",
  ])("%s is more than manners", (text) => {
    expect(readMessage(text).acts).toEqual([]);
  });
});

describe("anger", () => {
  test.each([
    "gerizekalı mısınız",
    "aptal bot",
    "SİKTİR GİT",
    "piç kurusu",
    "you idiots",
    "this is bullshit",
    "идиоты",
    "أنت غبي",
  ])("%s insults", (text) => {
    expect(readMessage(text).insults).toBe(true);
  });

  test.each([
    "şık elbise var mı",
    "37 numara sıktı",
    "sizi arayıp canınızı sıktığım için",
    "sik bir elbise",
    "send me a pic",
    "i got it",
    "mal geldi mi",
    "boks eldiveni",
  ])("%s does not", (text) => {
    expect(readMessage(text).insults).toBe(false);
  });

  test.each([
    "sizi dolandırıcılıktan şikayet edeceğim",
    "tüketici hakem heyetine gideceğim",
    "I will call my lawyer",
    "вы мошенники",
    "انتم نصابين",
  ])("%s complains", (text) => {
    expect(readMessage(text).complains).toBe(true);
  });

  test("asking whether the shop can be trusted is a question", () => {
    expect(readMessage("dolandırıcı mısınız").complains).toBe(false);
  });
});

describe("the writer's own order", () => {
  test.each([
    "kargom nerede",
    "siparisimi iptal edin",
    "paketim gelmedi",
    "where is my order",
    "где мой заказ",
    "أين طلبي",
    "geçen hafta sipariş verdim",
  ])("%s", (text) => {
    expect(readMessage(text).namesOwnOrder).toBe(true);
  });

  test.each([
    "kargo kaç günde gelir",
    "iade süresi kaç gün",
    "gönderim yapıyor musunuz",
    "how long does delivery take",
    "срок доставки",
    "كم مدة التوصيل",
  ])("%s is about orders in general", (text) => {
    expect(readMessage(text).namesOwnOrder).toBe(false);
  });
});

describe("commands and bad input", () => {
  test("a command is read with its payload", () => {
    expect(readMessage("/start ref_42").command).toEqual({ name: "start", payload: "ref_42" });
    expect(readMessage("/start@shop_bot").command).toEqual({ name: "start", payload: "" });
    expect(readMessage("/temsilci")).toMatchObject({ wantsHuman: true });
    expect(readMessage("1/2 kaldı").command).toBeNull();
  });

  test.each([
    ["nothing", ""],
    ["spaces", "   \n"],
    ["invisible characters", "\u200b\u200f\u2066\u00ad"],
    ["half a surrogate pair", "\ud83d"],
    ["4,096 zeros", "0".repeat(4_096)],
    ["4,096 letters", "a".repeat(4_096)],
    ["4,096 digits and hyphens", "1-".repeat(2_048)],
    ["4,096 spaces and words", "no ".repeat(1_365)],
    ["ligatures that grow eighteenfold", "\ufdfa".repeat(4_096)],
    ["right-to-left override", "\u202eTY-12345\u202c"],
  ])("%s is read in time and without an error", (_, text) => {
    const startedAt = performance.now();
    expect(readMessage(text).phones).toEqual([]);
    expect(performance.now() - startedAt).toBeLessThan(200);
  });
});
