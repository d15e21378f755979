import { shopFaq } from "./shop-faq";
import { type Talks, type Topic, trouble } from "./talk";

/** How the shop's questions are really typed, by the question as it stands in the FAQ. */
const typed: Record<string, { intent: string; asks: readonly string[] }> = {
  "Kargo ücreti ne kadar?": {
    intent: "delivery_time",
    asks: ["kargo ücreti var mı", "kargo kaç para", "kaç tl üstü kargo bedava", "kargo parası ne kdr"],
  },
  "Siparişler kaç günde teslim edilir?": {
    intent: "delivery_time",
    asks: [
      "kaç günde gelir sipariş versem",
      "{city} ye kaç günde gelir",
      "{day} ya kadar elime ulaşır mı",
      "teslimat süresi nedir",
    ],
  },
  "Aynı gün kargoya verir misiniz?": {
    intent: "delivery_time",
    asks: [
      "bugün versem bugün çıkar mı",
      "saat kaça kadar aynı gün kargo",
      "şimdi alsam yarın kargoda olur mu",
    ],
  },
  "Hangi kargo firmalarıyla çalışıyorsunuz?": {
    intent: "delivery_time",
    asks: ["hangi kargoyla geliyor", "yurtiçi ile yollayabilir misiniz", "kargo firmanız hangisi"],
  },
  "Hafta sonu teslimat yapılıyor mu?": {
    intent: "delivery_time",
    asks: ["cumartesi kargo geliyor mu", "hafta sonu dağıtım var mı", "pazar günü teslim olur mu"],
  },
  "Teslimat adresimi değiştirebilir miyim?": {
    intent: "order_status",
    asks: [
      "adresi yanlış girmişim değişir mi",
      "teslimat adresimi değiştirmek istiyorum",
      "iş adresime yollasanız",
    ],
  },
  "Paketim hasarlı geldi, ne yapmalıyım?": {
    intent: "complaint",
    asks: [
      "kutu ezik geldi ne yapayım",
      "paket yırtık geldi",
      "içindeki kupa kırık çıktı kargoda ne yapıcaz",
    ],
  },
  "İade süresi kaç gün?": {
    intent: "return",
    asks: [
      "iade kaç gün içinde",
      "kaç gün içinde geri yollayabilirim",
      "{n} gün oldu hala iade edebilir miyim",
    ],
  },
  "Nasıl iade ederim?": {
    intent: "return",
    asks: [
      "iade etmek istiyorum nasıl yapıcam",
      "ürün beklediğim gibi çıkmadı iade kodu nasıl alınıyor",
      "{good} iade nasıl oluyor",
      "geri göndericem kod lazım mı",
    ],
  },
  "İade kargo ücretini kim öder?": {
    intent: "return",
    asks: ["iade kargosu ücretli mi", "iadede kargoyu ben mi ödüyorum", "geri yollarken para öder miyim"],
  },
  "İade ettiğim ürünün parası ne zaman hesabıma geçer?": {
    intent: "return",
    asks: [
      "iade ettim param ne zaman yatar",
      "{n} gün oldu iade param gelmedi",
      "para iadesi kaç günde hesaba geçiyor",
    ],
  },
  "Beden değişimi yapabilir miyim?": {
    intent: "exchange",
    asks: [
      "bi beden büyüğüyle değişim olur mu",
      "{good} küçük geldi değişim yapabilir miyiz",
      "M yerine L ile değiştirmek istiyorum",
      "degisim ucretli mi",
    ],
  },
  "Yanlış ürün geldi, ne yapmalıyım?": {
    intent: "complaint",
    asks: ["yanlış ürün göndermişsiniz", "{good} istemiştim başka şey çıktı", "rengi yanlış gelmiş"],
  },
  "Siparişimi nasıl iptal ederim?": {
    intent: "cancel",
    asks: [
      "siparişi nasıl iptal ediyorum",
      "vazgeçtim iptal nereden",
      "yanlışlıkla iki tane aldım birini iptal nasıl",
    ],
  },
  "Hangi ödeme yöntemleri var?": {
    intent: "payment",
    asks: ["nasıl ödeniyor", "ödeme seçenekleri ne", "havale oluyor mu kart dışında"],
  },
  "Kapıda ödeme var mı?": {
    intent: "payment",
    asks: ["kapıda ödeme oluyor mu", "kapıda kartla ödesem", "kapıda ödeme ücreti ne"],
  },
  "Kaç taksit yapılıyor?": {
    intent: "payment",
    asks: ["taksit var mı", "3 taksit peşin fiyatına mı", "kaç taksite kadar oluyor"],
  },
  "Faturamı nasıl alabilirim?": {
    intent: "invoice",
    asks: ["faturam gelmedi", "fatura nerede göremiyorum", "e arşiv fatura lazım bana"],
  },
  "Hangi bedeni almalıyım?": {
    intent: "stock",
    asks: [
      "{good} kalıbı nasıl",
      "1.68 boy {n}0 kilo ne giyerim",
      "bedenler dar mı biraz",
      "arada kaldım S mi M mi",
    ],
  },
  "Tükenen ürün yeniden stoğa gelir mi?": {
    intent: "stock",
    asks: ["{good} tükenmiş gelir mi tekrar", "stok ne zaman yenilenir", "M bedeni kalmamış gelicek mi"],
  },
  "Ürünleri nasıl yıkamalıyım?": {
    intent: "other",
    asks: ["{good} kaç derecede yıkanır", "makineye atılır mı bu", "çeker mi yıkayınca"],
  },
  "Hediye paketi yapıyor musunuz?": {
    intent: "other",
    asks: [
      "hediye paketi var mı",
      "doğum günü için alıcam paket yapıyor musunuz",
      "hediyelik kutu oluyor mu",
    ],
  },
  "İndirim kodum çalışmıyor": {
    intent: "discount",
    asks: ["kod geçersiz diyor", "indirim kodu olmuyor", "kuponu kabul etmedi sepette"],
  },
  "Şu an hangi kampanyalar var?": {
    intent: "discount",
    asks: ["indirim var mı şu an", "kampanya ne zaman", "ilk alışverişe indirim var mıydı"],
  },
  "Mağazanızın adresi nedir?": {
    intent: "other",
    asks: ["mağazanız nerede", "kadıköydeki yer neresi tam", "gelip deneyebiliyor muyuz adres ne"],
  },
  "Çalışma saatleriniz nedir?": {
    intent: "other",
    asks: ["kaça kadar açıksınız", "pazar açık mı mağaza", "sabah kaçta açıyorsunuz"],
  },
};

/** What the other languages are asked in passing; the rest is asked as it stands. */
const typedAbroad: Record<string, readonly string[]> = {
  "How much is shipping?": ["shipping cost?", "is delivery free", "how much for delivery to {city}"],
  "How long does delivery take?": ["how many days for delivery", "will it arrive by {day}"],
  "Do you ship abroad?": ["do u ship to germany", "shipping to uk possible?"],
  "What is your return policy?": ["can i return if it doesnt fit", "return policy?"],
  "How do I return an item?": ["want to return the {good}", "where do i get a return code"],
  "When will I get my refund?": ["refund still not here", "when do i get my money back"],
  "Сколько стоит доставка?": ["доставка сколько стоит", "доставка бесплатная?"],
  "Сколько дней идёт доставка?": ["сколько идёт доставка", "до {day} успеет прийти?"],
  "Как вернуть товар?": ["хочу вернуть, как?", "не подошёл размер, можно вернуть"],
  "كم يستغرق التوصيل؟": ["كم يوم التوصيل", "متى يوصل الطلب"],
  "كيف أرجع المنتج؟": ["ابي ارجع المنتج", "المقاس صغير كيف ارجعه"],
};

const topics = shopFaq.map((entry): Topic & { language: string } => ({
  ...entry,
  intent: typed[entry.question]?.intent ?? "other",
  asks: [...(typed[entry.question]?.asks ?? []), ...(typedAbroad[entry.question] ?? []), entry.question],
}));
const topicsIn = (language: string) => topics.filter((topic) => topic.language === language);

/** Where the parcel is, by far the most asked thing; `{n}` is the order's number. */
export const whereIsIt = {
  withNumber: [
    "{n} numaralı siparişim nerede?",
    "kargom nerde kaldı {n}",
    "{n} siparis ne durumda acaba",
    "{n} nolu siparişimi soracaktım",
    "Kargom hâlâ gelmedi. Sipariş no {n}",
    "{n} ne zaman elime ulaşır?",
    "sipariş {n} kargoya verildi mi",
    "{n} takip no alabilir miyim",
    "{good} almıştım {n}, nerede şu an",
    "{n} bugün gelir mi evde değilim de",
  ],
  without: [
    "kargom nerede",
    "siparişim gelmedi",
    "{good} sipariş ettim ne zaman gelir",
    "kargom kaç gündür gelmiyor",
    "siparişim ne durumda bakar mısınız",
    "kargoya verildi mi benimki",
    "takip numarası gelmedi bana",
    "paketim nerde ya",
  ],
  again: [
    "hâlâ gelmedi {n}",
    "yine ben, {n} ne oldu",
    "{n} bugün de gelmedi",
    "dün sormuştum {n} dağıtımda mı şimdi",
    "kargo şubesinde mi acaba {n}",
  ],
} as const;

export const shopTalks: Talks = {
  tr: {
    topics: topicsIn("tr"),
    troubles: [
      trouble(
        "complaint",
        "complained",
        "Ürün kusurlu geldi.",
        [
          "Gelen {good} dikişi sökük, ne yapacağız?",
          "{good} lekeli geldi hiç memnun kalmadım",
          "2. yıkamada rengi soldu bu nasıl ürün",
          "fermuarı bozuk çıktı",
        ],
        [
          "Çok üzgünüz. Değişim kodunuzu şimdi iletiyorum, ürünü ücretsiz gönderebilirsiniz.",
          "Özür dileriz, yenisini bugün kargoya veriyoruz; gelen ürünü kuryeye teslim etmeniz yeterli.",
          "Fotoğrafını paylaşır mısınız? Hemen değişim açıyorum.",
        ],
        ["tamam kod geldi", "fotoğrafı attım", "teşekkürler bekliyorum", "iade olsa daha iyi ama neyse olur"],
      ),
      trouble(
        "complaint",
        "complained",
        "Siparişte eksik ürün var.",
        [
          "iki tane sipariş ettim bir tane geldi",
          "{good} paketten çıkmadı",
          "eksik ürün gelmiş sipariş {n}00 tl lik ödedim",
        ],
        [
          "Eksik gelen ürünü bugün ücretsiz kargoya veriyoruz.",
          "Depoya sordum, ayrı pakette çıkmış; takip numarasını birazdan yazıyorum.",
        ],
      ),
      trouble(
        "invoice",
        "clarified_enough",
        "Fatura unvanı yanlış, düzeltme istiyor.",
        [
          "Faturada şirket adım yanlış yazılmış, düzeltebilir misiniz?",
          "faturayı şirkete kestirebilir miyim sonradan",
        ],
        [
          "Doğru unvanı ve vergi numaranızı yazar mısınız? Faturayı bugün yenileyelim.",
          "Muhasebeye ilettim, düzeltilmiş fatura e-postanıza gelecek.",
        ],
      ),
      trouble(
        "other",
        "asked_for_person",
        "Bir kişiyle görüşmek istiyor.",
        [
          "temsilciyle görüşmek istiyorum",
          "gerçek bi insan yok mu",
          "beni birine bağlar mısınız lütfen",
          "müşteri temsilcisi",
        ],
        ["Merhaba, ben Can. Size nasıl yardımcı olabilirim?", "Merhaba, buyurun, konuşmayı okudum."],
        [
          "{good} hakkında soracaktım, mağazada var mı?",
          "iki siparişi birleştirebilir misiniz",
          "kargo şirketi kaba davrandı onu iletecektim",
        ],
      ),
      trouble(
        "complaint",
        "complained",
        "Paket teslim edilmeden iade edilmiş.",
        [
          "kargo görevlisi aramadan iade etmiş paketi",
          "teslim edildi diyor ama bana gelen yok",
          "kargo {n} gündür şubede bekliyor kimse ilgilenmiyor",
        ],
        [
          "Kargo şubesiyle görüştük, paketiniz yarın yeniden dağıtıma çıkacak.",
          "Kuryenin teslim kaydını istedik; bugün içinde size dönüyorum.",
        ],
        [
          "tamam bekliyorum",
          "umarım gelir",
          "geldi bu arada teşekkürler",
          "komşuya bırakmış buldum sağ olun",
        ],
      ),
      trouble(
        "wholesale",
        "no_source",
        "Toptan fiyat istiyor.",
        [
          "Toptan alım yapmak istiyorum, {n}0 adet için fiyat verir misiniz",
          "kafemiz için {n}0 kupa lazım indirim olur mu",
          "ofise hediyelik {n}5 set bakıyoruz",
        ],
        [
          "Merhaba, bu adet için yüzde 18 indirim yapabiliyoruz. Teklifi e-postanıza gönderebilirim.",
          "Hangi ürünler olduğunu yazarsanız bugün teklif hazırlıyorum.",
        ],
        ["mail adresimi yazıyorum", "patrona sorup döneceğim", "tamam teklifi bekliyorum"],
      ),
      trouble(
        "return",
        "return_needs_person",
        "İade açmak istiyor, kod alamıyor.",
        [
          "iade kodu vermiyor sistem",
          "trendyoldan aldım iade kodum çalışmadı kargoda",
          "{good} iade edicektim süre doldu diyor dün",
        ],
        [
          "Kodunuzu elle oluşturdum: kargoda bu numarayı göstermeniz yeterli, {n}84217.",
          "Trendyol siparişlerinde kod oradan gelir; yeniledim, bildiriminize bakar mısınız?",
        ],
        ["tamam şimdi oldu", "geldi kod teşekkürler", "yarın vericem kargoya"],
      ),
      trouble(
        "stock",
        "no_source",
        "Ürünün başka rengini soruyor.",
        [
          "{good} siyahı gelecek mi",
          "vitrindeki {good} sitede yok satıyor musunuz",
          "bu sezon {good} kaç renk çıkacak",
        ],
        [
          "Siyahı iki hafta içinde geliyor, ayırmamı ister misiniz?",
          "O parça yalnız mağazada var; numaranızı bırakırsanız ayırırız.",
        ],
        ["ayırın lütfen", "tamam uğrarım", "beklerim o zaman"],
      ),
    ],
  },
  en: {
    topics: topicsIn("en"),
    troubles: [
      trouble(
        "complaint",
        "complained",
        "Ürün hasarlı gelmiş, İngilizce yazıyor.",
        ["the {good} arrived damaged", "wrong size in the parcel, ordered M"],
        [
          "So sorry! A replacement leaves today, no need to send anything back.",
          "Could you send a photo? I am opening an exchange.",
        ],
      ),
    ],
  },
  ru: {
    topics: topicsIn("ru"),
    troubles: [
      trouble(
        "complaint",
        "complained",
        "Yanlış beden gelmiş, Rusça yazıyor.",
        ["пришёл не тот размер", "пришло не то, что заказывала"],
        ["Извините, пожалуйста! Обмен бесплатный, код отправили вам на почту."],
      ),
    ],
  },
  ar: {
    topics: topicsIn("ar"),
    troubles: [
      trouble(
        "complaint",
        "complained",
        "Eksik ürün, Arapça yazıyor.",
        ["وصلني الطلب ناقص", "المقاس غلط"],
        ["نعتذر منك، سنرسل لك القطعة الصحيحة اليوم دون مقابل."],
      ),
    ],
  },
};
