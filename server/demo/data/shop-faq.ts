/** What the demo shop answers: a small fashion and home shop in Istanbul. */
export type ShopFaqEntry = {
  question: string;
  answer: string;
  language: "tr" | "en" | "ru" | "ar";
  tags: string;
};

/** Tags with a comma between. */
type Row = readonly [question: string, answer: string, tags: string];

const turkish: readonly Row[] = [
  // delivery
  [
    "Kargo ücreti ne kadar?",
    "750 TL ve üzeri siparişlerde kargo ücretsizdir. Bu tutarın altındaki siparişlerde kargo ücreti 59,90 TL'dir.",
    "kargo, ücret",
  ],
  [
    "Siparişler kaç günde teslim edilir?",
    "Siparişler bir iş günü içinde kargoya verilir. İstanbul, Ankara ve İzmir'e 1-2, diğer illere 2-4 iş gününde ulaşır.",
    "kargo, süre",
  ],
  [
    "Aynı gün kargoya verir misiniz?",
    "Hafta içi saat 14.00'e kadar verilen siparişler aynı gün kargoya teslim edilir. Sonraki siparişler ertesi iş günü çıkar.",
    "kargo, süre",
  ],
  [
    "Hangi kargo firmalarıyla çalışıyorsunuz?",
    "Yurtiçi Kargo, Aras Kargo ve HepsiJET ile çalışıyoruz. Firmayı adresinize en hızlı ulaşana göre biz seçiyoruz.",
    "kargo",
  ],
  [
    "Hafta sonu teslimat yapılıyor mu?",
    "Cumartesi günleri büyük şehirlerde teslimat yapılır. Pazar günleri ve resmî tatillerde dağıtım yoktur.",
    "kargo, süre",
  ],
  [
    "Yurt dışına gönderim yapıyor musunuz?",
    "Evet, Avrupa Birliği ülkelerine ve Kıbrıs'a gönderiyoruz. Ücret ülkeye ve ağırlığa göre ödeme sayfasında görünür, teslimat 5-10 iş günü sürer.",
    "kargo, yurt dışı",
  ],
  [
    "Kargom evde yokken gelirse ne olur?",
    "Kurye size ulaşamazsa not bırakır ve ertesi iş günü yeniden gelir. İkinci denemeden sonra paketiniz en yakın şubede üç gün bekler.",
    "kargo, teslimat",
  ],
  [
    "Teslimat adresimi değiştirebilir miyim?",
    "Siparişiniz kargoya verilmediyse adresinizi değiştirebiliriz: yeni adresi ve sipariş numaranızı yazmanız yeterli. Kargoya verildikten sonra değişiklik için kargo firmasını aramanız gerekir.",
    "teslimat, adres",
  ],
  [
    "Siparişimi mağazadan teslim alabilir miyim?",
    "Evet, ödeme sayfasında mağazadan teslim seçeneğini işaretleyin. Siparişiniz hazır olunca haber veririz; paketiniz yedi gün sizi bekler.",
    "teslimat, mağaza",
  ],
  [
    "Kargo takip numarasını nereden bulurum?",
    "Siparişiniz kargoya verilince takip numarası kısa mesajla ve e-postayla gönderilir. Hesabınızda Siparişlerim sayfasında da görünür.",
    "kargo, takip",
  ],
  [
    "Paketim hasarlı geldi, ne yapmalıyım?",
    "Kuryenin yanında hasar tespit tutanağı tutturup paketi teslim almayın. Teslim aldıysanız 24 saat içinde paketin ve ürünün fotoğrafını gönderin, yenisini yollayalım ya da paranızı iade edelim.",
    "kargo, hasar, iade",
  ],
  // returns
  [
    "İade süresi kaç gün?",
    "Ürünü teslim aldığınız günden başlayarak 14 gün içinde, kullanılmamış ve etiketi üzerinde olmak şartıyla iade edebilirsiniz.",
    "iade, süre",
  ],
  [
    "Nasıl iade ederim?",
    "Hesabınızda Siparişlerim sayfasından İade Et'e dokunun, size bir iade kodu verilir. Ürünü faturasıyla paketleyip bu kodla Yurtiçi Kargo'ya teslim edin.",
    "iade",
  ],
  [
    "İade kargo ücretini kim öder?",
    "İade koduyla gönderdiğinizde kargo ücretini biz karşılıyoruz. Kodsuz gönderilerde ücret size aittir.",
    "iade, kargo, ücret",
  ],
  [
    "İade ettiğim ürünün parası ne zaman hesabıma geçer?",
    "Ürün bize ulaştıktan sonra en geç 3 iş gününde onaylanır ve ödeme aynı karta iade edilir. Bankaya bağlı olarak hesabınıza geçmesi 2-10 iş günü sürer.",
    "iade, ödeme",
  ],
  [
    "Beden değişimi yapabilir miyim?",
    "Evet, 14 gün içinde ücretsiz beden değişimi yapıyoruz. İade Et sayfasında Değişim seçeneğini ve istediğiniz bedeni seçmeniz yeterli.",
    "değişim, beden",
  ],
  [
    "Hangi ürünler iade edilemez?",
    "Hijyen sebebiyle iç giyim, mayo, küpe ve ambalajı açılmış kozmetik ürünleri iade alamıyoruz. Kişiye özel hazırlanan ürünlerde de iade yapılmaz.",
    "iade, istisna",
  ],
  [
    "İndirimli ürünleri iade edebilir miyim?",
    "Evet, indirimden alınan ürünler de aynı şartlarla 14 gün içinde iade edilebilir. Ödediğiniz tutarın tamamı geri verilir.",
    "iade, indirim",
  ],
  [
    "Yanlış ürün geldi, ne yapmalıyım?",
    "Özür dileriz. Gelen ürünün ve etiketin fotoğrafını sipariş numaranızla gönderin; doğru ürünü ücretsiz yollar, yanlış geleni kapınızdan aldırırız.",
    "iade, yanlış ürün",
  ],
  [
    "Mağazadan iade ya da değişim yapabilir miyim?",
    "Evet, internetten aldığınız ürünü faturasıyla Kadıköy mağazamızda iade edebilir ya da değiştirebilirsiniz.",
    "iade, değişim, mağaza",
  ],
  [
    "Hediye aldığım ürünü nasıl değiştiririm?",
    "Paketteki değişim kartıyla 30 gün içinde mağazadan ya da internetten değişim yapabilirsiniz. Hediyelerde para iadesi satın alan kişiye yapılır.",
    "değişim, hediye",
  ],
  // cancelling and changing
  [
    "Siparişimi nasıl iptal ederim?",
    "Kargoya verilmemiş siparişi Siparişlerim sayfasından iptal edebilirsiniz. Sipariş numaranızı buraya yazarsanız ekibimiz de sizin için iptal eder.",
    "iptal",
  ],
  [
    "Kargoya verilmiş siparişi iptal edebilir miyim?",
    "Yola çıkan sipariş iptal edilemez. Paketi kuryeden teslim almazsanız bize geri döner ve ödemeniz iade edilir.",
    "iptal, kargo",
  ],
  [
    "İptal ettiğim siparişin parası ne zaman yatar?",
    "İptal onaylanınca ödeme aynı gün bankanıza gönderilir. Kartınıza yansıması 1-7 iş günü sürer.",
    "iptal, ödeme",
  ],
  [
    "Siparişime ürün ekleyebilir miyim?",
    "Verilen siparişe ürün eklenemiyor. Aynı gün verdiğiniz ikinci siparişi birlikte göndeririz, iki kez kargo ücreti alınmaz.",
    "sipariş, değişiklik",
  ],
  // payment
  [
    "Hangi ödeme yöntemleri var?",
    "Kredi kartı, banka kartı, havale/EFT ve kapıda ödeme ile alışveriş yapabilirsiniz. Kart ödemeleri 3D Secure ile korunur.",
    "ödeme",
  ],
  [
    "Kapıda ödeme var mı?",
    "Evet, 3.000 TL'ye kadar olan siparişlerde kapıda nakit ya da kartla ödeyebilirsiniz. Kapıda ödeme hizmet bedeli 29,90 TL'dir.",
    "ödeme, kapıda",
  ],
  [
    "Kaç taksit yapılıyor?",
    "Anlaşmalı bankaların kredi kartlarına 9 taksite kadar, 500 TL üzeri alışverişlerde peşin fiyatına 3 taksit yapıyoruz.",
    "ödeme, taksit",
  ],
  [
    "Havale ile ödeme yapabilir miyim?",
    "Evet, ödeme sayfasında Havale/EFT seçeneğini seçin; hesap bilgilerimiz e-postanıza gelir. Açıklamaya sipariş numaranızı yazın, ödeme 24 saat içinde ulaşmazsa sipariş iptal olur.",
    "ödeme, havale",
  ],
  [
    "Ödeme yaparken hata alıyorum, ne yapmalıyım?",
    "Kartınızın internet alışverişine açık olduğunu ve limitini kontrol edin, ardından başka bir tarayıcıyla deneyin. Sorun sürerse ekran görüntüsüyle bize yazın.",
    "ödeme, hata",
  ],
  [
    "Kartımdan iki kez para çekildi",
    "Onaylanmayan işlemin tutarı bankanızca 1-3 iş gününde geri bırakılır. Bu sürede dönmezse dekontla bize yazın, hemen inceleyelim.",
    "ödeme, hata",
  ],
  [
    "Faturamı nasıl alabilirim?",
    "Faturanız sipariş kargoya verildiğinde e-posta adresinize e-arşiv olarak gelir. Siparişlerim sayfasından da indirebilirsiniz.",
    "fatura",
  ],
  [
    "Şirket adına fatura kesiyor musunuz?",
    "Evet, ödeme sayfasında Kurumsal Fatura'yı seçip unvan, vergi dairesi ve vergi numarasını girin. Kesilmiş fatura sonradan değiştirilemiyor.",
    "fatura, kurumsal",
  ],
  // products
  [
    "Hangi bedeni almalıyım?",
    "Her ürün sayfasında beden tablosu var. İki beden arasında kaldıysanız elbise ve gömlekte büyük olanı öneririz; boy ve kilonuzu yazarsanız yardımcı oluruz.",
    "beden",
  ],
  [
    "Tükenen ürün yeniden stoğa gelir mi?",
    "Ürün sayfasındaki Gelince Haber Ver'e dokunun, stok gelince e-posta göndeririz. Sezon ürünleri çoğunlukla bir kez daha gelir.",
    "stok",
  ],
  [
    "Ürünlerin kumaşı nedir?",
    "Kumaş karışımı ürün sayfasında Özellikler bölümünde yazar. Elbise ve gömleklerimizin çoğu pamuk, keten ya da viskondur.",
    "ürün, kumaş",
  ],
  [
    "Ürünleri nasıl yıkamalıyım?",
    "Yıkama talimatı iç etikette yazar. Genel olarak 30 derecede, tersten ve benzer renklerle yıkamanızı; yünlüleri elde yıkamanızı öneririz.",
    "ürün, bakım",
  ],
  [
    "Ürünlerin garantisi var mı?",
    "Ev ürünlerimiz ve saatler iki yıl garantilidir. Giyimde üretim hatasına karşı altı ay içinde ücretsiz onarım ya da değişim yapıyoruz.",
    "ürün, garanti",
  ],
  [
    "Ürünler orijinal mi?",
    "Evet, bütün ürünler kendi atölyemizde ya da yetkili üreticilerde yapılır ve faturalı gönderilir.",
    "ürün, güven",
  ],
  [
    "Toptan satış yapıyor musunuz?",
    "Evet, 20 adetten başlayan siparişlerde toptan fiyat veriyoruz. İstediğiniz ürünleri ve adetleri toptan@ornekmagaza.com adresine yazın.",
    "toptan",
  ],
  // offers and gifts
  [
    "Hediye paketi yapıyor musunuz?",
    "Evet, sepette Hediye Paketi'ni işaretleyin; 25 TL karşılığında kurdeleli kutuyla ve fiyat etiketi olmadan göndeririz.",
    "hediye",
  ],
  [
    "Hediye notu ekleyebilir miyim?",
    "Evet, ödeme sayfasındaki nota en fazla 150 harf yazabilirsiniz. Not karta basılıp pakete konur, ek ücreti yoktur.",
    "hediye, not",
  ],
  [
    "İndirim kodum çalışmıyor",
    "Kodun süresini ve alt tutarını kontrol edin; kodlar indirimli ürünlerde ve birlikte kullanılamaz. Yine olmazsa kodu buraya yazın, bakalım.",
    "indirim, kupon",
  ],
  [
    "Şu an hangi kampanyalar var?",
    "Güncel kampanyalar sitemizin Fırsatlar sayfasındadır. Bültene kaydolanlar ilk alışverişte yüzde 10 indirim kazanır.",
    "indirim, kampanya",
  ],
  [
    "Hediye çeki satıyor musunuz?",
    "Evet, 250 TL ile 5.000 TL arasında dijital hediye çeki alabilirsiniz. Çek e-postayla gelir ve bir yıl geçerlidir.",
    "hediye, çek",
  ],
  // shop and account
  [
    "Mağazanızın adresi nedir?",
    "Mağazamız Caferağa Mahallesi, Moda Caddesi No: 48, Kadıköy, İstanbul adresindedir. Kadıköy iskelesinden yürüyerek on dakikadır.",
    "mağaza, adres",
  ],
  [
    "Çalışma saatleriniz nedir?",
    "Mağazamız pazartesi-cumartesi 10.00-20.00, pazar 12.00-18.00 arasında açıktır. Buradan hafta içi 09.00-18.00 arasında temsilcilerimiz de yanıt verir.",
    "mağaza, saat",
  ],
  [
    "Üye olmadan alışveriş yapabilir miyim?",
    "Evet, misafir olarak sipariş verebilirsiniz. Üyelik ücretsizdir; siparişlerinizi izlemenizi ve puan kazanmanızı sağlar.",
    "üyelik",
  ],
  [
    "Şifremi unuttum, hesabıma giremiyorum",
    "Giriş sayfasındaki Şifremi Unuttum'a dokunup e-posta adresinizi yazın. Yenileme bağlantısı birkaç dakika içinde gelir; gelmezse istenmeyen klasörüne bakın.",
    "üyelik, şifre",
  ],
  [
    "Kişisel verilerimi nasıl sildirebilirim?",
    "kvkk@ornekmagaza.com adresine kayıtlı e-postanızdan yazmanız yeterli. Başvurunuz en geç 30 gün içinde sonuçlanır.",
    "gizlilik, kvkk",
  ],
];

const english: readonly Row[] = [
  [
    "How much is shipping?",
    "Shipping is free for orders of 750 TL and more. Below that it costs 59.90 TL.",
    "shipping, price",
  ],
  [
    "How long does delivery take?",
    "Orders leave within one working day and arrive in 1–2 working days in Istanbul, Ankara and Izmir, 2–4 elsewhere in Türkiye.",
    "shipping, time",
  ],
  [
    "Do you ship abroad?",
    "Yes, to the European Union and Cyprus. The price is shown at checkout; delivery takes 5–10 working days.",
    "shipping, abroad",
  ],
  [
    "What is your return policy?",
    "You can return unused items with their tags within 14 days of delivery. Underwear, swimwear, earrings and opened cosmetics cannot be returned.",
    "return",
  ],
  [
    "How do I return an item?",
    "Open My Orders, tap Return and you get a return code. Pack the item with its invoice and hand it to Yurtiçi Kargo with that code; shipping is on us.",
    "return",
  ],
  [
    "When will I get my refund?",
    "Returns are approved within 3 working days of reaching us. Your bank then needs 2–10 working days.",
    "return, payment",
  ],
  [
    "Can I exchange for another size?",
    "Yes, exchanges for another size are free within 14 days. Choose Exchange on the Return page.",
    "exchange, size",
  ],
  [
    "How do I cancel my order?",
    "An order that has not shipped yet can be cancelled in My Orders. Send us the order number here and our team will do it for you.",
    "cancel",
  ],
  [
    "Which payment methods do you accept?",
    "Credit and debit cards, bank transfer and cash or card on delivery. Card payments are protected by 3D Secure.",
    "payment",
  ],
  [
    "Can I pay on delivery?",
    "Yes, for orders up to 3,000 TL, in cash or by card. The service costs 29.90 TL.",
    "payment",
  ],
  [
    "Where is your store and when is it open?",
    "Moda Caddesi No: 48, Kadıköy, Istanbul. Monday to Saturday 10:00–20:00, Sunday 12:00–18:00.",
    "store, hours",
  ],
  [
    "Do you offer gift wrapping?",
    "Yes, tick Gift wrap in the basket: a ribboned box without the price tag for 25 TL.",
    "gift",
  ],
];

const russian: readonly Row[] = [
  [
    "Сколько стоит доставка?",
    "При заказе от 750 лир доставка бесплатная, при меньшей сумме она стоит 59,90 лиры.",
    "доставка, цена",
  ],
  [
    "Сколько дней идёт доставка?",
    "Мы отправляем заказ в течение одного рабочего дня. В Стамбул, Анкару и Измир он идёт 1–2 рабочих дня, в другие города 2–4.",
    "доставка, срок",
  ],
  [
    "Как вернуть товар?",
    "В разделе «Мои заказы» нажмите «Возврат» и получите код. Упакуйте товар с чеком и сдайте его в Yurtiçi Kargo по этому коду, доставка за наш счёт.",
    "возврат",
  ],
  [
    "Сколько дней есть на возврат?",
    "Неношеную вещь с биркой можно вернуть в течение 14 дней после получения.",
    "возврат, срок",
  ],
  [
    "Когда вернут деньги за возврат?",
    "Мы подтверждаем возврат в течение 3 рабочих дней после получения. Банк зачисляет деньги за 2–10 рабочих дней.",
    "возврат, оплата",
  ],
  [
    "Как отменить заказ?",
    "Неотправленный заказ можно отменить в разделе «Мои заказы». Или напишите сюда его номер, и мы отменим сами.",
    "отмена",
  ],
  [
    "Какие есть способы оплаты?",
    "Банковская карта, банковский перевод, а также оплата при получении наличными или картой при заказе до 3 000 лир.",
    "оплата",
  ],
  [
    "Где находится магазин и когда он открыт?",
    "Стамбул, Кадыкёй, Moda Caddesi No: 48. Понедельник–суббота 10:00–20:00, воскресенье 12:00–18:00.",
    "магазин, часы",
  ],
];

const arabic: readonly Row[] = [
  ["كم تكلفة الشحن؟", "الشحن مجاني للطلبات من 750 ليرة فأكثر، ولما دون ذلك تكلفته 59.90 ليرة.", "شحن, سعر"],
  [
    "كم يستغرق التوصيل؟",
    "نرسل الطلب خلال يوم عمل واحد، ويصل إلى إسطنبول وأنقرة وإزمير خلال يوم إلى يومي عمل، وإلى بقية المدن خلال يومين إلى أربعة أيام عمل.",
    "شحن, مدة",
  ],
  [
    "كيف أرجع المنتج؟",
    "افتح صفحة طلباتي واضغط على إرجاع لتحصل على رمز. غلّف المنتج مع الفاتورة وسلّمه إلى Yurtiçi Kargo بهذا الرمز، والشحن على حسابنا.",
    "إرجاع",
  ],
  [
    "كم يوما لدي للإرجاع؟",
    "يمكنك إرجاع المنتج غير المستعمل مع بطاقته خلال 14 يوما من استلامه.",
    "إرجاع, مدة",
  ],
  [
    "متى أسترد المبلغ بعد الإرجاع؟",
    "نوافق على الإرجاع خلال 3 أيام عمل من وصوله إلينا، ثم يحتاج البنك من 2 إلى 10 أيام عمل.",
    "إرجاع, دفع",
  ],
  [
    "كيف ألغي طلبي؟",
    "يمكن إلغاء الطلب قبل شحنه من صفحة طلباتي، أو أرسل رقم الطلب هنا ويلغيه فريقنا لك.",
    "إلغاء",
  ],
  [
    "ما طرق الدفع المتاحة؟",
    "البطاقة المصرفية، والتحويل البنكي، والدفع عند الاستلام نقدا أو بالبطاقة للطلبات حتى 3000 ليرة.",
    "دفع",
  ],
  [
    "أين متجركم وما ساعات العمل؟",
    "Moda Caddesi No: 48، قاضي كوي، إسطنبول. من الاثنين إلى السبت 10:00–20:00، والأحد 12:00–18:00.",
    "متجر, ساعات",
  ],
];

const inLanguage = (language: ShopFaqEntry["language"], rows: readonly Row[]): ShopFaqEntry[] =>
  rows.map(([question, answer, tags]) => ({ question, answer, language, tags }));

/** Fifty entries in Turkish, twelve in English, eight in Russian and eight in Arabic. */
export const shopFaq: readonly ShopFaqEntry[] = [
  ...inLanguage("tr", turkish),
  ...inLanguage("en", english),
  ...inLanguage("ru", russian),
  ...inLanguage("ar", arabic),
];
