import { type Talks, topic, trouble } from "./talk";

/** What subscribers ask a signal desk. It promises no result anywhere, and says so when it is asked. */
export const deskTalks: Talks = {
  en: {
    topics: [
      topic(
        "subscription",
        "How much is the membership?",
        "Standard is $49 a month or $129 for three months and covers FX and gold; Plus is $79 a month and adds crypto. Both stop by themselves unless you renew.",
        "price, plans",
        [
          "how much is vip",
          "price of the paid channel?",
          "whats the diff in price between standard and plus",
          "monthly or 3 months, what do you charge",
          "Could you tell me what the membership costs?",
        ],
      ),
      topic(
        "subscription",
        "Is there a free trial?",
        "There is no trial of the paid channel, but the free channel carries two ideas a week, word for word as members got them, a day later.",
        "trial, free",
        [
          "is there a trial",
          "can i test it for a few days first",
          "free channel available?",
          "Whats in the free channel vs paid",
        ],
      ),
      topic(
        "subscription",
        "How many signals do you send a day?",
        "Two to five on trading days, some days none: we do not publish for the sake of publishing. Each carries entry, stop and targets.",
        "signals, number",
        [
          "how many signals per day",
          "no signal today?",
          "how often do u post",
          "is it normal that nothing came since yesterday",
        ],
      ),
      topic(
        "subscription",
        "Which markets do you cover?",
        "Major FX pairs, gold and silver, and with Plus the ten largest coins. No single stocks and no options.",
        "markets",
        ["which pairs do you cover", "do you do gold", "crypto or forex?", "any nasdaq or stocks signals"],
      ),
      topic(
        "signal_meaning",
        "What do SL and TP mean?",
        "SL is the stop, where the idea is wrong and the position is closed. TP1, TP2 and TP3 are the targets; at TP1 we move the stop to the entry.",
        "terms, stop",
        [
          "what is sl",
          "what does move sl to be mean",
          "tp1 tp2 tp3 do i close all at tp1?",
          "new here, can you explain the numbers in the post",
        ],
      ),
      topic(
        "signal_meaning",
        "Is the signal still valid if I missed the entry?",
        "Only while the price is within the entry zone of the post. Past it the reward no longer covers the risk: wait for the next one.",
        "entry, late",
        [
          "i missed the entry can i still get in",
          "price already moved {n} pips, too late?",
          "still valid?",
          "was asleep, is the {pair} one still good to enter",
        ],
      ),
      topic(
        "performance",
        "Where can I see your results?",
        "Every signal since we began stands on the record page, with the time it was published and how it ended, losers included. Past results say nothing certain about coming ones.",
        "record, results",
        [
          "verified track record?",
          "where can i see past results",
          "whats ur win rate",
          "show me last month including losses pls",
          "Do the results on your page include losing trades?",
        ],
      ),
      topic(
        "risk",
        "How much should I risk per trade?",
        "That is yours to decide, and we do not advise on your account. In our posts sizes are calculated with 1 % of the account per idea.",
        "risk, size",
        [
          "what lot size should i use",
          "how much to risk per trade",
          "account is {n}k what size do u suggest",
          "what % do you calculate with in the posts",
        ],
      ),
      topic(
        "risk",
        "Do you guarantee profits?",
        "No. Nobody can. Trading can cost you what you put in; use only money you can afford to lose.",
        "risk, guarantee",
        [
          "guaranteed profit?",
          "how much will i make a month",
          "can i double my account with this",
          "so is it sure money or not",
        ],
      ),
      topic(
        "payment",
        "How can I pay?",
        "By card, with Telegram Stars, or in USDT on TON. The bot's Pay button is the only place where we take money; nobody of us writes to you first.",
        "payment",
        [
          "how do i pay",
          "usdt ok?",
          "can i pay by card",
          "someone dm'd me a wallet address is that you?",
          "do you accept bank transfer",
        ],
      ),
      topic(
        "access",
        "I paid but have no access",
        "Access opens within a minute of the payment. Press Restore in the bot; if the channel is still closed, write here with the time of your payment.",
        "access, payment",
        [
          "paid but cant get in",
          "payed 10 min ago no link",
          "link says expired",
          "How do I join after paying?",
          "left the group by accident, add me back pls",
        ],
      ),
      topic(
        "refund",
        "Can I get a refund?",
        "Within 48 hours of the first payment, yes, whatever the reason. Later a running period is not refunded, and it does not renew by itself.",
        "refund",
        [
          "refund policy?",
          "can i cancel and get money back",
          "want my money back first week was not for me",
          "how do I stop the renewal",
        ],
      ),
    ],
    troubles: [
      trouble(
        "access",
        "no_source",
        "Paid, but the channel stays closed.",
        [
          "pressed restore twice, still nothing, paid at {time}",
          "my wife paid for me, can you move it to my account",
          "Changed my phone and telegram, membership is on the old one",
        ],
        [
          "Hi, found your payment. I have opened the channel for this account, please try again.",
          "Thanks for waiting. It is moved; the old account no longer has access.",
        ],
        ["works now, cheers", "im in, thanks", "got it thank you"],
      ),
      trouble(
        "performance",
        "complained",
        "Unhappy about a losing week.",
        [
          "{n} losers in a row this week, whats going on",
          "followed every signal and im down, not happy",
          "the {pair} one got stopped to the pip lol",
        ],
        [
          "Fair point, it was a losing week and it stands on the record page like any other. The desk's review comes out {day}.",
          "I understand. We keep losers on record for exactly that reason; if you would rather stop, I can switch off the renewal.",
        ],
        ["ok appreciate the honesty", "ill wait for the review", "fine, leave it on for now"],
      ),
      trouble(
        "other",
        "asked_for_person",
        "Wants to talk to an analyst.",
        [
          "can i talk to a human",
          "want to ask the analyst about the {pair} idea",
          "is there someone real here?",
        ],
        [
          "Hi, Selin here. What would you like to know?",
          "Hello, I am from the desk. We cannot advise on your own position, but I can explain the post.",
        ],
        ["just wanted to understand the second target", "ok makes sense", "thanks for explaining"],
      ),
      trouble(
        "payment",
        "no_source",
        "Question about an invoice or a double charge.",
        [
          "i was charged twice on {day}",
          "need an invoice with my company name",
          "sent usdt on the wrong network, can you see it?",
        ],
        [
          "I see both payments; the second one is going back today.",
          "Sure, send me the company name and address and you get it by mail.",
        ],
      ),
    ],
  },
  tr: {
    topics: [
      topic(
        "subscription",
        "Üyelik ücreti ne kadar?",
        "Standart aylık 49 dolar, üç aylık 129 dolar; parite ve altını kapsar. Plus aylık 79 dolar, kripto da dahildir. İkisi de kendiliğinden yenilenmez.",
        "fiyat, üyelik",
        ["vip ne kadar", "aylık üyelik kaç dolar", "standartla plus farkı ne fiyat olarak"],
      ),
      topic(
        "performance",
        "Geçmiş sonuçlarınızı nerede görebilirim?",
        "Yayımlanan her sinyal, saati ve sonucuyla kayıt sayfasında durur; kaybedenler de oradadır. Geçmiş sonuçlar gelecek için söz vermez.",
        "sonuç, kayıt",
        ["başarı oranınız kaç", "geçmiş sinyaller nerede", "zarar edenleri de yazıyor musunuz"],
      ),
      topic(
        "risk",
        "Kâr garantisi veriyor musunuz?",
        "Hayır, kimse veremez. İşlem yaparken koyduğunuz parayı kaybedebilirsiniz; yalnız kaybetmeyi göze aldığınız parayla işlem yapın.",
        "risk",
        ["garanti var mı", "ayda ne kazanırım", "kesin kazandırır mı hocam"],
      ),
      topic(
        "access",
        "Ödedim ama kanala giremiyorum",
        "Erişim ödemeden sonra bir dakika içinde açılır. Botta Geri Yükle'ye basın; yine açılmazsa ödeme saatini buraya yazın.",
        "erişim",
        ["ödeme yaptım kanal açılmadı", "link süresi dolmuş diyor", "kanaldan çıkmışım tekrar ekler misiniz"],
      ),
    ],
    troubles: [
      trouble(
        "access",
        "no_source",
        "Ödemesi görünüyor, erişimi açılmamış.",
        ["geri yükle yaptım olmuyor {time} de ödedim", "telefon değiştirdim üyelik eski hesapta kaldı"],
        ["Ödemenizi buldum, erişimi açtım; yeniden dener misiniz?", "Üyeliğinizi bu hesaba taşıdım."],
      ),
    ],
  },
  ru: {
    topics: [
      topic(
        "subscription",
        "Сколько стоит подписка?",
        "Стандарт — 49 долларов в месяц или 129 за три месяца: валютные пары и золото. Плюс — 79 долларов в месяц, вместе с криптовалютами. Само ничего не продлевается.",
        "цена, подписка",
        ["сколько стоит вип", "цена подписки?", "чем плюс отличается от стандарта"],
      ),
      topic(
        "performance",
        "Где посмотреть результаты?",
        "Каждый сигнал с временем публикации и исходом стоит на странице записей, убыточные тоже. Прошлые результаты не обещают будущих.",
        "результаты",
        ["какая статистика за месяц", "где посмотреть прошлые сигналы", "убыточные сделки показываете?"],
      ),
    ],
    troubles: [
      trouble(
        "access",
        "no_source",
        "Оплатил, доступ не открылся.",
        ["оплатил в {time}, доступа нет", "ссылка не открывается, помогите"],
        ["Нашли вашу оплату, доступ открыт. Проверьте, пожалуйста."],
      ),
    ],
  },
};
