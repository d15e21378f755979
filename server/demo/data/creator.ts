import { type Talks, topic, trouble } from "./talk";

/** What followers ask a photographer who sells pictures, presets, a course and a membership. */
export const creatorTalks: Talks = {
  tr: {
    topics: [
      topic(
        "content_price",
        "Preset paketi ne kadar?",
        "Lodos paketi (24 preset, telefon ve bilgisayar) 349 TL ya da 250 Yıldız. Tek seferlik ödersiniz, güncellemeleri ücretsiz gelir.",
        "fiyat, preset",
        [
          "preset ne kadar",
          "preset paketi kaç tl",
          "o mavi tonlu fotonun preseti satılık mı ne kadar",
          "lodos paketi kaç yıldız oluyor",
          "mobil preset ayrı mı satılıyor fiyatı ne",
        ],
      ),
      topic(
        "content_price",
        "Fotoğraf setlerinin fiyatı nedir?",
        "Duvar kâğıdı setleri 120 TL, yüksek çözünürlüklü baskı setleri 480 TL'den başlar. Hepsi botta Set menüsünde örnekleriyle durur.",
        "fiyat, set",
        [
          "foto seti ne kadar",
          "duvar kağıdı paketi kaç para",
          "baskı almak istesem fiyat nedir",
          "setler tek tek satılıyor mu",
        ],
      ),
      topic(
        "content_price",
        "Kursun ücreti ne kadar?",
        "“Şehirde Işık” kursu 1.290 TL'dir: 18 ders, ömür boyu erişim, her ay bir canlı değerlendirme. Üyelere yüzde 20 indirimlidir.",
        "fiyat, kurs",
        [
          "kurs kaç lira",
          "şehirde ışık kursu fiyatı nedir",
          "kursta kaç ders var ve ücreti ne",
          "Üyeyim, kurs bana ne kadara geliyor?",
        ],
      ),
      topic(
        "subscription",
        "Üyelikte neler var?",
        "Aylık 99 TL: haftada iki yeni seri, çekim notları, ham dosyalardan örnekler ve ayda bir canlı sohbet. İstediğiniz an durdurabilirsiniz.",
        "üyelik",
        [
          "üyelikte ne var",
          "kulüp ne kadar içinde neler oluyor",
          "aylık mı ödüyoruz üyelik",
          "abonelik almayı düşünüyorum kaç içerik geliyor haftada",
        ],
      ),
      topic(
        "subscription",
        "Üyeliğimi nasıl iptal ederim?",
        "Botta Üyeliğim > Durdur'a dokunun. Ödediğiniz dönemin sonuna kadar her şeye bakabilirsiniz, sonra kendiliğinden kapanır.",
        "üyelik, iptal",
        [
          "üyeliği nasıl iptal ediyorum",
          "aboneliği durdurmak istiyorum",
          "otomatik çekiyor mu her ay nasıl kapatırım",
          "bi ay ara verebiliyor muyum",
        ],
      ),
      topic(
        "payment",
        "Hangi ödeme yöntemleri var?",
        "Telegram Yıldızı, banka kartı ve TON ile ödeyebilirsiniz. Havale kabul edemiyoruz.",
        "ödeme",
        [
          "kartla ödeniyor mu",
          "yıldız yerine kart olur mu",
          "havale yapsam olur mu",
          "papara geçiyor mu",
          "yurt dışı kartıyla ödeyebilir miyim",
        ],
      ),
      topic(
        "access",
        "Satın aldığım içerik açılmıyor",
        "Botta Kütüphanem'e girip dosyaya yeniden dokunun; açılmazsa Telegram'ı güncelleyip bir kez çıkış yapıp girin. Olmazsa satın alma saatini buraya yazın.",
        "erişim",
        [
          "aldığım set açılmıyor",
          "kütüphanem boş görünüyor",
          "videolar yüklenmiyor kurstaki",
          "parayı ödedim dosya gelmedi",
          "link çalışmıyor ya",
        ],
      ),
      topic(
        "access",
        "Presetleri telefona nasıl yüklerim?",
        "Zip'in içindeki DNG dosyasını Lightroom'a aktarın, üç noktadan Hazır Ayar Oluştur'u seçin. Adım adım videosu paketin içinde.",
        "erişim, preset",
        [
          "preset nasıl yükleniyor telefona",
          "dng dosyası ne işe yarıyor nasıl kurucam",
          "lightroom mobilde göremiyorum presetleri",
        ],
      ),
      topic(
        "refund",
        "İade yapıyor musunuz?",
        "Dijital içerik indirildikten sonra iade edilemiyor. Dosyanız bozuksa ya da yanlış geldiyse yenisini gönderir ya da ücretinizi geri veririz.",
        "iade",
        [
          "iade var mı",
          "yanlış paketi aldım geri alır mısın",
          "beğenmezsem para iadesi oluyor mu",
          "İndirmedim henüz, iptal edebilir miyim?",
        ],
      ),
      topic(
        "content_price",
        "Fotoğraflarınızı ticari olarak kullanabilir miyim?",
        "Setler kişisel kullanım içindir. Ticari lisans görsel başına 1.500 TL'den başlar; nerede kullanacağınızı yazarsanız teklif göndeririz.",
        "lisans",
        [
          "fotoları kafemde assam sorun olur mu",
          "ticari kullanım lisansı var mı",
          "kitap kapağında kullanmak istiyoruz nasıl oluyor",
        ],
      ),
      topic(
        "other",
        "Hangi makineyle çekiyorsunuz?",
        "Çoğunlukla aynasız bir gövde ve 35 mm sabit objektifle. Kullandığım her şey, gerekçesiyle, botta Çantam sayfasında yazılı.",
        "ekipman",
        [
          "hangi makineyi kullanıyorsun",
          "lensin ne bu çekimlerde",
          "başlangıç için hangi makine önerirsin",
          "telefonla mı çekiyorsun bunları",
        ],
      ),
    ],
    troubles: [
      trouble(
        "custom_request",
        "no_source",
        "Kişiye özel çekim istiyor.",
        [
          "özel çekim yapıyor musun {day} istanbuldayım",
          "nişan çekimi için müsaitlik var mı",
          "Kafemiz için menü fotoğrafı çeker misiniz?",
          "bana özel bi preset hazırlar mısın kendi fotolarıma göre",
        ],
        [
          "Selam, {day} öğleden sonra boş. Nerede ve kaç kişi düşünüyorsunuz?",
          "Merhaba, özel çekimler 6.000 TL'den başlıyor; birkaç örnek ve takvimi buradan yolluyorum.",
          "Çok isterim, bana iki üç fotoğraf gönder, ona göre bakayım.",
        ],
        [
          "harika, yazıyorum detayları",
          "olur {time} gibi",
          "biraz düşüneyim haber veririm",
          "süper anlaştık",
        ],
      ),
      trouble(
        "collaboration",
        "no_source",
        "İş birliği öneriyor.",
        [
          "iş birliği için mail adresinizi alabilir miyim",
          "Otelimiz için üç günlük bir içerik çalışması düşünüyoruz, kiminle konuşabiliriz?",
          "kanalınızda tanıtım yapıyor musunuz",
          "sergi düzenliyoruz fotoğraflarınızı görmek isteriz",
        ],
        [
          "Merhaba, ilginiz için teşekkürler. Ayrıntıları merhaba@lodoskareler.example adresine yazarsanız bu hafta dönüyoruz.",
          "Selamlar, reklam almıyoruz ama sergi kısmı hoşumuza gitti. Tarih nedir?",
        ],
      ),
      trouble(
        "payment",
        "complained",
        "Ödedi, içerik gelmedi.",
        [
          "kartımdan iki kere çekilmiş",
          "yıldız gitti ama içerik açılmadı yarım saattir",
          "PARA ÇEKİLDİ AMA GELMEDİ",
        ],
        [
          "Kusura bakma, ödemeyi gördüm; dosyaları şimdi elle gönderdim.",
          "İkinci çekimi iptal ettim, bankaya göre 1-3 günde döner. Özür dileriz.",
        ],
        ["geldi teşekkürler", "tamam şimdi oldu", "ok bekliyorum bankayı"],
      ),
      trouble(
        "other",
        "asked_for_person",
        "Sanatçıya ulaşmak istiyor.",
        [
          "botla değil seninle konuşmak istiyorum",
          "bu gerçekten sen misin yoksa bot mu",
          "bir kişiye bağlar mısınız",
        ],
        ["Benim, buyur :)", "Merhaba, ekipten Can. Kendisi çekimde, notunuzu iletiyorum."],
        ["son seri efsane olmuş onu diyecektim", "tamam teşekkürler", "sergiye gelicem inşallah"],
      ),
    ],
  },
  en: {
    topics: [
      topic(
        "content_price",
        "How much is the preset pack?",
        "The Lodos pack (24 presets, phone and desktop) is 250 Stars or about €9. You pay once and updates are free.",
        "price, presets",
        ["how much are the presets", "preset pack price?", "is the blue tone preset for sale"],
      ),
      topic(
        "subscription",
        "What do members get?",
        "Two new series a week, shooting notes, some raw files and a live talk every month for €3 a month. Stop whenever you like.",
        "membership",
        ["what do i get as a member", "is the membership monthly", "how much is the club"],
      ),
      topic(
        "access",
        "I cannot open what I bought",
        "Open My library in the bot and tap the file again; if it stays closed, update Telegram and write the time of your purchase here.",
        "access",
        ["cant open the set i bought", "library is empty", "paid with stars but no file"],
      ),
      topic(
        "content_price",
        "Can I get prints abroad?",
        "Yes, prints go to the EU and the UK in a tube, from €35 with shipping; allow ten days.",
        "prints",
        ["do you ship prints to germany", "prints available?", "how much for a print to london"],
      ),
    ],
    troubles: [
      trouble(
        "custom_request",
        "no_source",
        "Wants a private shoot in Istanbul.",
        ["we're in istanbul on {day}, do you do couple shoots?", "can you shoot our small wedding"],
        [
          "Hi! {day} morning light would be lovely. How many people are you?",
          "Hello, yes. Private shoots start at €180; I am sending you examples.",
        ],
        ["just the two of us", "sounds great", "let me check with my partner"],
      ),
    ],
  },
  ru: {
    topics: [
      topic(
        "content_price",
        "Сколько стоит набор пресетов?",
        "Набор «Лодос» — 24 пресета для телефона и компьютера — стоит 250 звёзд. Платите один раз, обновления бесплатны.",
        "цена, пресеты",
        ["сколько стоят пресеты", "пресеты цена?", "пресет с синим тоном продаётся?"],
      ),
    ],
    troubles: [],
  },
};
