import { foldText, prefix, tokenise } from "@/lib/text/fold";

/**
 * Words that say how something is asked, not what: they carry no weight in retrieval. English "is" is missing on
 * purpose: folded, it is Turkish "iş".
 */
const FUNCTION_WORDS = [
  "bir bu şu o ve ile için mi mı mu mü ne nasıl neden niye niçin nerede nerde nereden nereye hangi hangisi kaç kadar var yok",
  "istiyorum istiyoruz isterim ister olur olmaz oluyor olarak olan olsun oldu musunuz misiniz mısınız müsünüz muyum miyim mıyım müyüm",
  "musun misin mısın ben bana benim beni bende biz bize bizim bizi siz size sizin sizde sizi de da ki ama fakat veya ya yani daha çok en gibi",
  "nedir kimdir kimin kimler kimlerdir kimi kime kimden hangisidir hangileridir kaçtır nelerdir neler neydi kimdi kaçıncı nasıldır",
  "neresidir neye neyi niçin",
  "sonra önce şey lütfen acaba merhaba selam yapıyor yapıyorsunuz yapılıyor yapılır yapmak yaparım yapabilir yapayım yapmalıyım ediyor",
  "ediyorum etmek ederim eder edebilir edilir alabilir verir veriyor rica mümkün gerekiyor gerek lazım şimdi hala artık benzeri bi",
  "the a an are was were be been do does did can could will would shall should may might must have has had i you he she it we they",
  "my your his her its our their me him us them this that these those what which who how when where why there here to of in for from",
  "with by at as and or but if so not please hi hello want need like get got much many any some just",
  "и в во на с со к по из за о об от до у для не ни да но или что это как где когда кто какой какая какие какое ли мне меня мой моя мои",
  "мое вы вас вам ваш ваши ты я мы он она они есть быть можно нужно надо хочу пожалуйста здравствуйте привет уже ещё очень сколько",
  "في من الى على عن مع هل ما ماذا متى كيف اين كم هو هي هذا هذه ذلك تلك التي الذي انا انت نحن هم لي لكم عندي عندكم لو سمحت من فضلك",
  "اريد ابغى بدي ممكن يمكن يمكنني و او ثم لا نعم مرحبا السلام عليكم يوجد هناك",
];

/** Words of a shop that customers use for the same thing. Compared by their first five letters, folded. */
const SYNONYMS = [
  "kargo gönderi gönderim teslimat teslim nakliye yolluyor yollamak kurye",
  "iade geri",
  "ücret fiyat para tutar kaça liralık",
  "bedava ücretsiz",
  "değişim değiştirmek takas",
  "iptal vazgeçtim",
  "mağaza dükkan şube showroom",
  "şifre parola",
  "indirim kampanya kupon promosyon iskonto ucuz",
  "beden numara ölçü",
  "üyelik hesap kayıt",
  "hediye armağan",
  "arıza bozuk bozulan bozulursa",
  "tamir onarım servis",
  "kurulum montaj monte",
  "adres konum semt",
  "saat kapanış açılış çalışma açık kapalı",
  "stok tükenen tükenmiş bitmiş kalmadı",
  "toptan toplu",
  "havale eft iban",
  "kumaş pamuk materyal",
  "hasarlı ezik ezilmiş kırık parçalanmış",
  "kılavuz kitapçık",
  "firma şirket kurumsal",
  "taksit vade",
  "fatura fiş",
  "süre gün zaman vakit",
  "shipping delivery postage ship deliver",
  "return send back",
  "refund money",
  "exchange swap change",
  "cost price fee",
  "store shop address location",
  "open hours close",
  "payment pay card",
  "доставка привезёте отправка посылка",
  "возврат вернуть обратно",
  "стоимость цена стоит",
  "оплата платить картой",
  "магазин адрес",
  "отмена отменить",
  "شحن توصيل",
  "ارجاع ارجع استرجاع",
  "سعر تكلفة رسوم",
  "دفع الدفع",
  "متجر محل عنوان",
  "الغاء الغي",
];

const functionWords = new Set(FUNCTION_WORDS.flatMap((line) => tokenise(foldText(line))));

const synonyms = new Map<string, ReadonlySet<string>>();
for (const line of SYNONYMS) {
  const group = new Set(tokenise(foldText(line)).map((word) => prefix(word)));
  for (const word of group) synonyms.set(word, new Set([...group, ...(synonyms.get(word) ?? [])]));
}

/** Whether a folded word says only how something is asked. */
export function isFunctionWord(word: string): boolean {
  return functionWords.has(word);
}

/** Prefixes that stand for the same thing as this one, itself left out. */
export function synonymsOf(wordPrefix: string): string[] {
  return [...(synonyms.get(wordPrefix) ?? [])].filter((other) => other !== wordPrefix);
}
