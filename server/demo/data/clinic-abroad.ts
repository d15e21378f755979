import { type Talks, topic, trouble } from "./talk";

/** What people ask who come for their teeth from abroad. */
export const clinicAbroad: Talks = {
  en: {
    topics: [
      topic(
        "price",
        "How much does a dental implant cost?",
        "An implant with its crown starts at €480 per tooth, depending on the brand and the bone. You get the exact price in writing after the X-ray, before anything is done.",
        "price, implant",
        [
          "how much for one implant",
          "price for {n} implants incl crowns?",
          "hi, what would an implant cost me with you",
          "dentist at home wants a fortune for an implant, whats your price",
        ],
      ),
      topic(
        "price",
        "What do veneers cost?",
        "Porcelain veneers are €190 per tooth. For a smile design of 16 or more we give one fixed price; send photos of your smile and our team will reply.",
        "price, veneers",
        [
          "veneers price pls",
          "how much are {n} veneers upper",
          "Could you tell me the cost of porcelain veneers per tooth?",
          "full set veneers cost??",
        ],
      ),
      topic(
        "appointment_new",
        "How many days do I need to stay in Istanbul?",
        "Cleaning and whitening take one day, veneers and crowns five to seven days, implants two visits of three days about four months apart.",
        "stay, travel",
        [
          "how long do i need to stay for crowns",
          "can it all be done in one week?",
          "how many days off should i book for veneers",
          "do i have to come twice for implants",
        ],
      ),
      topic(
        "location",
        "Do you pick patients up from the airport?",
        "Yes. For treatments from €600 the transfer between airport, hotel and clinic is free; send us your flight number two days before.",
        "transfer, travel",
        [
          "is airport transfer included",
          "landing at IST {day}, do you pick up?",
          "how do i get to you from the airport",
          "is there a driver or should i take a taxi",
        ],
      ),
      topic(
        "location",
        "Can you recommend a hotel near the clinic?",
        "Three hotels within five minutes' walk give our patients a reduced rate, from €55 a night with breakfast. Tell us your dates and we send you the options.",
        "hotel, travel",
        [
          "any hotel close to you?",
          "do you help with accomodation",
          "hotel recommendations near clinic pls",
          "Is the hotel included in the price?",
        ],
      ),
      topic(
        "insurance",
        "Do you give an invoice for my insurance?",
        "Yes, a detailed invoice and treatment report in English, which most insurers abroad accept. We do not bill insurers directly.",
        "insurance, invoice",
        [
          "can i get an invoice for my insurer",
          "do u accept uk dental insurance",
          "need paperwork in english for insurance, possible?",
        ],
      ),
      topic(
        "doctor",
        "Do your dentists speak English?",
        "Yes, all our dentists speak English, and interpreters for Russian and Arabic are at the clinic every working day.",
        "language, doctor",
        [
          "does the dentist speak english",
          "i dont speak turkish is that ok",
          "will someone translate for me",
        ],
      ),
      topic(
        "price",
        "How can I pay?",
        "By card, in cash in euro, pounds, dollars or lira, or by bank transfer before you come. A deposit of €100 keeps your dates and is taken off the bill.",
        "payment",
        [
          "can i pay by card",
          "do you take pounds cash",
          "is a deposit needed to book?",
          "payment in instalments possible from abroad?",
        ],
      ),
      topic(
        "aftercare",
        "Is there a guarantee?",
        "Implants carry ten years, crowns and veneers five years of guarantee. You get the certificate with the serial numbers before you leave.",
        "guarantee",
        [
          "what guarantee do i get",
          "what if a veneer breaks when im back home",
          "is there any warranty on the crowns?",
        ],
      ),
    ],
    troubles: [
      trouble(
        "appointment_new",
        "no_source",
        "Wants dates for treatment during a stay.",
        [
          "im in istanbul from {day}, can you fit me in?",
          "Hello, I would like to book a consultation for {day} around {time}",
          "any slots next week for a check and cleaning",
          "flying in {day}, first appointment possible same day?",
        ],
        [
          "Hello! {day} at {time} is free. Shall I put your name down?",
          "We can see you the same day at {time}. Could you send me your flight number?",
          "Booked for {day} {time}. I will send you the address and a map here.",
        ],
        ["yes please", "perfect, thank you", "that works for us", "great, flight is at noon so fine"],
      ),
      trouble(
        "price",
        "clarified_enough",
        "Asks for an offer on a larger treatment.",
        [
          "could you make me an offer for upper and lower veneers, {n} teeth",
          "My dentist here gave me a plan, can you quote for the same?",
          "got two quotes from other clinics, can you beat them",
        ],
        [
          "Hello, thank you for writing. With a panoramic X-ray we can send a written offer the same day.",
          "Happy to. Please send the plan as a PDF to abroad@turnadis.example and I will answer this afternoon.",
        ],
        ["sent it just now", "ok will get the x-ray this week", "thanks, will do"],
      ),
      trouble(
        "aftercare",
        "asked_for_person",
        "Back home, wants to talk to the dentist.",
        [
          "I'm back home and have a question for my dentist, can we do a call?",
          "can someone call me please about my last visit",
          "want to talk to a person not a bot",
        ],
        [
          "Of course. Your dentist can call you by video {day} at {time}, your time. Does that suit you?",
          "I have passed it on; the dentist will call you within the hour.",
        ],
      ),
    ],
  },
  ru: {
    topics: [
      topic(
        "price",
        "Сколько стоит имплант?",
        "Имплант с коронкой стоит от 480 € за зуб: цена зависит от марки и состояния кости. Точную сумму сообщаем письменно после снимка, до начала лечения.",
        "цена, имплант",
        [
          "сколько стоит имплант",
          "цена за {n} импланта с коронками?",
          "Добрый день, подскажите цену на имплантацию",
          "имплант под ключ сколько выйдет",
        ],
      ),
      topic(
        "price",
        "Сколько стоят виниры?",
        "Керамический винир стоит 190 € за зуб. Если виниров 16 и больше, назовём единую цену: пришлите фото улыбки, команда ответит.",
        "цена, виниры",
        ["виниры цена", "сколько стоят виниры на верхние зубы", "хочу виниры, {n} штук, какая цена будет"],
      ),
      topic(
        "appointment_new",
        "На сколько дней приезжать?",
        "Чистка и отбеливание занимают один день, виниры и коронки пять–семь дней, имплантация — два визита по три дня с перерывом около четырёх месяцев.",
        "поездка, срок",
        [
          "на сколько дней нужно приехать",
          "за неделю успеете сделать коронки?",
          "имплантация за один приезд возможна?",
        ],
      ),
      topic(
        "location",
        "Встречаете ли вы в аэропорту?",
        "Да. При лечении от 600 € трансфер из аэропорта в отель и клинику бесплатный, пришлите номер рейса за два дня.",
        "трансфер",
        ["встречаете в аэропорту?", "трансфер входит в стоимость", "как до вас добраться из аэропорта"],
      ),
      topic(
        "doctor",
        "Врачи говорят по-русски?",
        "В клинике каждый рабочий день есть переводчик с русского, он будет с вами на приёме бесплатно.",
        "язык, врач",
        ["врач говорит по русски?", "будет ли переводчик", "я не знаю турецкий, это проблема?"],
      ),
      topic(
        "price",
        "Как можно оплатить?",
        "Картой турецкого или европейского банка, наличными в евро, долларах и лирах или переводом заранее. Залог 100 € закрепляет даты и вычитается из счёта.",
        "оплата",
        ["как оплатить из россии", "можно наличными в долларах", "нужна ли предоплата"],
      ),
      topic(
        "aftercare",
        "Какая гарантия?",
        "На импланты десять лет, на коронки и виниры пять лет. Сертификат с номерами выдаём перед отъездом.",
        "гарантия",
        ["какая гарантия на импланты", "а если коронка сломается дома?", "гарантию даёте?"],
      ),
    ],
    troubles: [
      trouble(
        "appointment_new",
        "no_source",
        "Хочет записаться на даты поездки.",
        [
          "прилетаю {day}, можно записаться на осмотр?",
          "Здравствуйте, хочу на консультацию {day} около {time}",
          "есть свободное время на следующей неделе?",
        ],
        [
          "Здравствуйте! Свободно {day} в {time}. Записать вас?",
          "Записали вас на {day}, {time}. Адрес и карту пришлю сюда.",
        ],
        ["да, запишите пожалуйста", "отлично, спасибо", "подходит"],
      ),
      trouble(
        "price",
        "clarified_enough",
        "Просит расчёт по плану лечения.",
        [
          "можете посчитать по моему плану лечения?",
          "нужно {n} коронок и чистка, сколько всего",
          "в другой клинике дешевле, сделаете скидку?",
        ],
        [
          "Пришлите, пожалуйста, снимок на abroad@turnadis.example, сегодня отправим письменный расчёт.",
          "Посмотрим план и напишем сумму сегодня до вечера.",
        ],
        ["отправила, проверьте пожалуйста", "хорошо, жду", "спасибо большое"],
      ),
    ],
  },
  ar: {
    topics: [
      topic(
        "price",
        "كم تكلفة زراعة السن؟",
        "تبدأ زراعة السن مع التاج من 480 يورو حسب الماركة وحالة العظم. نعطيك المبلغ النهائي مكتوبا بعد صورة الأشعة وقبل بدء العلاج.",
        "سعر, زراعة",
        ["كم سعر زراعة السن", "بكم زراعة {n} أسنان مع التيجان", "السلام عليكم ممكن سعر الزراعة عندكم"],
      ),
      topic(
        "price",
        "كم سعر الفينير؟",
        "سعر الفينير الخزفي 190 يورو للسن. وإذا كانت ستة عشر سنا أو أكثر نعطيك سعرا واحدا للكل، أرسل صور ابتسامتك وسيرد فريقنا.",
        "سعر, فينير",
        ["كم سعر الفينير", "ابتسامة هوليود بكم", "سعر {n} فينير لو سمحت"],
      ),
      topic(
        "appointment_new",
        "كم يوما أحتاج للبقاء في إسطنبول؟",
        "التنظيف والتبييض يوم واحد، والفينير والتيجان من خمسة إلى سبعة أيام، والزراعة زيارتان كل منهما ثلاثة أيام بينهما أربعة أشهر تقريبا.",
        "سفر, مدة",
        ["كم يوم لازم أجلس في اسطنبول", "هل يخلص العلاج في أسبوع", "الزراعة تحتاج زيارتين؟"],
      ),
      topic(
        "location",
        "هل تستقبلون المرضى من المطار؟",
        "نعم، التوصيل من المطار إلى الفندق والعيادة مجاني للعلاج من 600 يورو فأكثر. أرسل رقم الرحلة قبل يومين.",
        "توصيل, سفر",
        ["هل يوجد توصيل من المطار", "من يستقبلنا في المطار", "كيف أصل إليكم من المطار"],
      ),
      topic(
        "doctor",
        "هل لديكم من يتكلم العربية؟",
        "نعم، في العيادة مترجم عربي كل يوم عمل ويكون معك عند الطبيب دون مقابل.",
        "لغة, طبيب",
        ["في احد يتكلم عربي عندكم", "هل الطبيب يتكلم العربية", "يوجد مترجم؟"],
      ),
      topic(
        "price",
        "كيف يمكنني الدفع؟",
        "بالبطاقة أو نقدا باليورو والدولار والليرة أو بتحويل بنكي قبل السفر. عربون 100 يورو يحجز موعدك ويخصم من الحساب.",
        "دفع",
        ["كيف الدفع", "هل أدفع بالدولار كاش", "لازم عربون للحجز؟"],
      ),
    ],
    troubles: [
      trouble(
        "appointment_new",
        "no_source",
        "يريد موعدا خلال زيارته.",
        [
          "سأصل {day} هل يوجد موعد؟",
          "ابغى احجز موعد كشف {day} الساعة {time}",
          "ممكن موعد لشخصين الأسبوع القادم",
        ],
        [
          "أهلا بك، يوجد موعد {day} الساعة {time}. هل أحجزه باسمك؟",
          "تم الحجز {day} الساعة {time}، وسأرسل لك العنوان هنا.",
        ],
        ["نعم من فضلك", "ممتاز شكرا لكم", "تمام مناسب"],
      ),
      trouble(
        "price",
        "clarified_enough",
        "يطلب عرض سعر لعلاج كامل.",
        [
          "ممكن عرض سعر كامل مع الفندق لشخصين",
          "عندي خطة علاج من طبيب آخر كم السعر عندكم",
          "السعر غالي شوي في خصم؟",
        ],
        [
          "أرسل لنا صورة الأشعة على abroad@turnadis.example وسنرسل العرض مكتوبا اليوم.",
          "أهلا بك، سأجهز لك العرض وأرسله هنا خلال ساعة.",
        ],
        ["أرسلتها الآن", "طيب بانتظاركم", "شكرا جزيلا"],
      ),
    ],
  },
};
