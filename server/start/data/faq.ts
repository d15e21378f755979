import type { Language, WorkspaceKind } from "../schemas";

type Entry = readonly [question: string, answer: string];

/** Questions that customers of each kind ask first, with answers to be corrected: samples to begin with. */
export const sampleFaq: Record<WorkspaceKind, Record<Language, readonly Entry[]>> = {
  shop: {
    tr: [
      ["Kargo ücreti ne kadar?", "750 TL ve üzeri siparişlerde kargo ücretsizdir, altında 59,90 TL'dir."],
      ["Siparişler kaç günde gelir?", "Bir iş günü içinde kargoya veririz; 2-4 iş gününde elinizde olur."],
      [
        "İade nasıl yapılır?",
        "Teslimden sonra 14 gün içinde ücretsiz iade edebilirsiniz; bize sipariş numaranızı yazmanız yeter.",
      ],
      ["Kapıda ödeme var mı?", "Evet, kapıda nakit ya da kartla ödeyebilirsiniz."],
      ["Hediye paketi yapıyor musunuz?", "Evet, 25 TL'ye hediye paketi yapıyoruz; notunuzu da ekliyoruz."],
    ],
    en: [
      ["How much is shipping?", "Shipping is free from 750 TL; below that it is 59.90 TL."],
      [
        "How long does delivery take?",
        "We hand it over within one working day; it arrives in 2 to 4 working days.",
      ],
      [
        "How do I return something?",
        "You can return it free of charge within 14 days of delivery; just send us your order number.",
      ],
      ["Can I pay on delivery?", "Yes, in cash or by card at the door."],
      ["Do you gift-wrap?", "Yes, for 25 TL, with your note inside."],
    ],
    ru: [
      ["Сколько стоит доставка?", "От 750 лир доставка бесплатная, до этой суммы она стоит 59,90 лиры."],
      ["Сколько идёт заказ?", "Передаём в доставку за один рабочий день, заказ приходит за 2–4 рабочих дня."],
      [
        "Как вернуть товар?",
        "В течение 14 дней после получения возврат бесплатный; просто пришлите нам номер заказа.",
      ],
      ["Можно оплатить при получении?", "Да, наличными или картой при получении."],
      ["Есть подарочная упаковка?", "Да, за 25 лир, вместе с вашей открыткой."],
    ],
    ar: [
      ["كم تكلفة الشحن؟", "الشحن مجاني ابتداءً من 750 ليرة، وأقل من ذلك بـ 59.90 ليرة."],
      ["كم يستغرق التوصيل؟", "نسلّم الطلب لشركة الشحن خلال يوم عمل واحد، ويصلك خلال 2 إلى 4 أيام عمل."],
      ["كيف أرجع المنتج؟", "يمكنك الإرجاع مجانًا خلال 14 يومًا من الاستلام؛ يكفي أن ترسل لنا رقم الطلب."],
      ["هل يمكن الدفع عند الاستلام؟", "نعم، نقدًا أو بالبطاقة عند الاستلام."],
      ["هل لديكم تغليف هدايا؟", "نعم، مقابل 25 ليرة مع بطاقة تحمل رسالتك."],
    ],
  },
  creator: {
    tr: [
      ["Abonelik ne kadar?", "Aylık abonelik 149 TL; istediğiniz zaman bırakabilirsiniz."],
      ["Ödemeyi nasıl yapabilirim?", "Telegram Yıldızları ya da banka kartıyla ödeyebilirsiniz."],
      [
        "Aboneliğimi nasıl iptal ederim?",
        "Buraya “iptal” yazmanız yeter; ödediğiniz dönem sonuna kadar erişiminiz sürer.",
      ],
      ["Yeni içerikler ne zaman geliyor?", "Her salı ve cuma saat 20.00'de yeni içerik paylaşıyorum."],
      [
        "Özel istek alıyor musunuz?",
        "Evet, özel istekler 500 TL'den başlıyor; ne istediğinizi yazın, size dönelim.",
      ],
    ],
    en: [
      ["How much is the subscription?", "It is 149 TL a month, and you can stop whenever you like."],
      ["How can I pay?", "With Telegram Stars or a bank card."],
      [
        "How do I cancel my subscription?",
        "Just write “cancel” here; you keep access until the end of what you have paid for.",
      ],
      ["When does new content come?", "Every Tuesday and Friday at 8 pm."],
      ["Do you take custom requests?", "Yes, from 500 TL; write what you have in mind and we will answer."],
    ],
    ru: [
      ["Сколько стоит подписка?", "149 лир в месяц, отказаться можно в любой момент."],
      ["Как оплатить?", "Звёздами Telegram или банковской картой."],
      [
        "Как отменить подписку?",
        "Просто напишите здесь «отмена»; доступ останется до конца оплаченного срока.",
      ],
      ["Когда выходит новое?", "Каждый вторник и пятницу в 20:00."],
      ["Вы берёте личные заказы?", "Да, от 500 лир; напишите, что хотите, и мы ответим."],
    ],
    ar: [
      ["كم سعر الاشتراك؟", "149 ليرة في الشهر، ويمكنك التوقف متى شئت."],
      ["كيف أدفع؟", "بنجوم تيليجرام أو ببطاقة مصرفية."],
      ["كيف ألغي اشتراكي؟", "اكتب هنا «إلغاء» فقط؛ ويبقى وصولك حتى نهاية المدة المدفوعة."],
      ["متى يصدر المحتوى الجديد؟", "كل ثلاثاء وجمعة الساعة الثامنة مساءً."],
      ["هل تقبلون طلبات خاصة؟", "نعم، ابتداءً من 500 ليرة؛ اكتب ما تريده وسنرد عليك."],
    ],
  },
  clinic: {
    tr: [
      ["Muayene ücreti ne kadar?", "İlk muayene 1.500 TL'dir; tedaviye başlarsanız bu tutar düşülür."],
      [
        "Klinik nerede?",
        "Bağdat Caddesi No: 120, Kadıköy. Erenköy istasyonuna beş dakika yürüme mesafesindeyiz.",
      ],
      [
        "Hangi sigortalar geçerli?",
        "Anlaşmalı özel sigortaların tümünü kabul ediyoruz; poliçenizi yazın, bakalım.",
      ],
      ["Cumartesi açık mısınız?", "Evet, cumartesi 10.00-16.00 arasında açığız; pazar kapalıyız."],
      [
        "Tedaviden sonra nelere dikkat etmeliyim?",
        "İlk 24 saat sıcak içecek ve ağır spordan uzak durun; ağrınız olursa bize yazın.",
      ],
    ],
    en: [
      ["How much is an examination?", "The first one is 1,500 TL; it is taken off if you begin a treatment."],
      ["Where is the clinic?", "Bağdat Avenue 120, Kadıköy, five minutes on foot from Erenköy station."],
      [
        "Which insurance do you take?",
        "All private insurers that we have an agreement with; send us your policy and we will look.",
      ],
      ["Are you open on Saturday?", "Yes, from 10 am to 4 pm; we are closed on Sunday."],
      [
        "What should I mind after the treatment?",
        "No hot drinks and no heavy sport for 24 hours; write to us if it hurts.",
      ],
    ],
    ru: [
      ["Сколько стоит приём?", "Первый приём 1500 лир; если вы начнёте лечение, эта сумма вычитается."],
      ["Где находится клиника?", "Багдат Джаддеси, 120, Кадыкёй, пять минут пешком от станции Эренкёй."],
      [
        "Какие страховки вы принимаете?",
        "Все частные страховки, с которыми у нас договор; пришлите полис, и мы посмотрим.",
      ],
      ["Вы работаете в субботу?", "Да, с 10:00 до 16:00; в воскресенье закрыто."],
      [
        "Что важно после лечения?",
        "24 часа без горячих напитков и тяжёлого спорта; если болит, напишите нам.",
      ],
    ],
    ar: [
      ["كم سعر الكشف؟", "الكشف الأول 1500 ليرة، ويُخصم المبلغ إذا بدأت العلاج."],
      ["أين تقع العيادة؟", "شارع بغداد رقم 120، كاديكوي، على بعد خمس دقائق سيرًا من محطة إرينكوي."],
      ["ما شركات التأمين المقبولة؟", "نقبل كل شركات التأمين الخاصة المتعاقدة معنا؛ أرسل وثيقتك وسننظر فيها."],
      ["هل تعملون يوم السبت؟", "نعم، من العاشرة صباحًا حتى الرابعة عصرًا؛ والأحد عطلة."],
      ["ماذا أراعي بعد العلاج؟", "تجنّب المشروبات الساخنة والرياضة الشاقة 24 ساعة، وإن شعرت بألم فاكتب لنا."],
    ],
  },
  desk: {
    tr: [
      ["Üyelik ne kadar?", "Aylık üyelik 49 dolardır; ilk hafta ücretsizdir."],
      [
        "Günde kaç sinyal paylaşıyorsunuz?",
        "Günde ortalama üç sinyal paylaşıyoruz; her birinde giriş, hedef ve zarar durdur yazar.",
      ],
      [
        "Geçmiş performansınız nasıl?",
        "Yayımlanan her sinyal zaman damgasıyla saklanır; sonuçları sicil sayfamızda görebilirsiniz.",
      ],
      [
        "Zarar edersem ne olur?",
        "Sinyaller yatırım tavsiyesi değildir ve zarar edebilirsiniz; kaybetmeyi göze alabildiğinizden fazlasını koymayın.",
      ],
      [
        "Üyeliğimi nasıl iptal ederim?",
        "Buraya “iptal” yazmanız yeter; ödediğiniz dönem sonuna kadar kanalda kalırsınız.",
      ],
    ],
    en: [
      ["How much is the membership?", "49 dollars a month; the first week is free."],
      ["How many signals a day?", "About three; each says entry, target and stop loss."],
      [
        "What is your past performance?",
        "Every published signal is kept with its time; see the results on our record page.",
      ],
      [
        "What if I lose money?",
        "Signals are no investment advice and you may lose; never put in more than you can afford to.",
      ],
      [
        "How do I cancel my membership?",
        "Just write “cancel” here; you stay in the channel until the end of what you have paid for.",
      ],
    ],
    ru: [
      ["Сколько стоит подписка?", "49 долларов в месяц, первая неделя бесплатно."],
      ["Сколько сигналов в день?", "В среднем три; в каждом вход, цель и стоп-лосс."],
      [
        "Какие у вас прошлые результаты?",
        "Каждый сигнал сохраняется с отметкой времени; результаты есть на странице истории.",
      ],
      [
        "Что, если я потеряю деньги?",
        "Сигналы не инвестиционный совет, убыток возможен; не вкладывайте больше, чем готовы потерять.",
      ],
      [
        "Как отменить подписку?",
        "Просто напишите здесь «отмена»; вы останетесь в канале до конца оплаченного срока.",
      ],
    ],
    ar: [
      ["كم سعر الاشتراك؟", "49 دولارًا في الشهر، والأسبوع الأول مجاني."],
      ["كم إشارة في اليوم؟", "ثلاث إشارات تقريبًا؛ في كل منها الدخول والهدف ووقف الخسارة."],
      ["ما نتائجكم السابقة؟", "كل إشارة منشورة محفوظة بوقتها؛ والنتائج في صفحة السجل."],
      ["ماذا لو خسرت؟", "الإشارات ليست نصيحة استثمارية وقد تخسر؛ لا تضع أكثر مما تتحمل خسارته."],
      ["كيف ألغي اشتراكي؟", "اكتب هنا «إلغاء» فقط؛ وتبقى في القناة حتى نهاية المدة المدفوعة."],
    ],
  },
};
