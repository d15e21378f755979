import { foldText, lowerTurkish, tokenise } from "@/lib/text/fold";

/** Folded words with a space at either end, so that patterns may ask for whole words. */
function spaced(text: string): string {
  return ` ${tokenise(foldText(text)).join(" ")} `;
}

/** Whoever writes one of these wants a person, whatever else the message says. */
const HUMAN_ANYWHERE = [
  / (musteri |canli |satis )?temsilci\p{L}* /u,
  / musteri (hizmet|iliski|danisman)\p{L}* /u,
  / canli (destek|yardim|sohbet|kisi|biri|insan)\p{L}* /u,
  / (gercek|canli) (bir )?(insan|kisi|biri)\p{L}* /u,
  / (insan|yetkili|gorevli|operator|calisan|personel|mudur|danisman|satici|uzman)\p{L}* (biri\p{L}* )?(ile |le |la )?(gorus|konus|bagla|aktar|yaz[ıi]s|ulas|ilet|ver |cagir|isti|lazim|bak|ara)\p{L}* /u,
  / (biriyle|birisiyle|biri ile|birisi ile|bir kisiyle|kimseyle) (gorus|konus|yazis)\p{L}* /u,
  / (birine|birisine|bir insana|insana|yetkiliye|operatore) (bagla|aktar|ilet|yonlendir)\p{L}* /u,
  / (bot|robot)\p{L}* (degil|istemiyorum|konusmak istemiyorum) /u,
  / (beni|bizi) (arayin|arar misin\p{L}*|arayabilir misin\p{L}*|ara) /u,
  / (talk|speak|chat|write) (to|with) (a |an |the |your )?(real |live |actual )?(human|person|agent|someone|somebody|representative|operator|manager|supervisor|staff|employee|people|owner|customer (service|support))\p{L}* /u,
  / (real|live|actual) (human|person|agent|people|operator)\p{L}* /u,
  / (connect|transfer|put|pass|hand|escalate)\p{L}* (me )?(\p{L}+ )?(to|through) (to )?(a |an |the |your )?(real |live )?(human|person|agent|someone|representative|operator|manager|supervisor|staff|support)\p{L}* /u,
  / (customer (service|support|care)|live (chat|support)) (please|agent|rep\p{L}*|team|now) /u,
  / human (agent|being|please|support|help)\p{L}* /u,
  / call me( back)? /u,
  / (соедин|переключ|позов|перевед|свяж|дайте|нужен|нужна|хочу|пусть)\p{L}* (\p{L}+ ){0,3}(оператор|человек|менеджер|сотрудник|специалист|консультант|поддержк|руководств|управляющ|начальник)\p{L}* /u,
  / (жив|реальн|настоящ)\p{L}* (человек|оператор|сотрудник)\p{L}* /u,
  / перезвоните /u,
  / (حول|وصل|كلم|اكلم|احكي|التحدث|اتكلم|تحدث|اتحدث|اريد|ابغي|ابي|بدي|عايز|ممكن)\p{L}* (\p{L}+ ){0,3}(موظف|انسان|شخص|ممثل|مسوول|المسوول|المدير|مدير|بشر|خدمه (العملا|الزباين))\p{L}* /u,
  / (شخص|انسان) حقيقي /u,
  / خدمه (العملا|الزباين) /u,
  / اتصلوا (بي|علي) /u,
];

/** These want a person when there is hardly anything else in the message. */
const HUMAN_ALONE = new Set(
  (
    "insan insana insanla yetkili yetkiliye yetkiliyle operator operatore gorevli gorevliye personel mudur mudure danisman " +
    "human agent person representative rep operator manager supervisor staff someone " +
    "оператор оператора человек человека менеджер менеджера сотрудник сотрудника консультант " +
    "موظف موظفه انسان شخص بشر مدير المدير مسوول المسوول ممثل"
  ).split(" "),
);
/** Words that may stand beside them. */
const BESIDE_HUMAN = new Set(
  (
    "bir bi biri lutfen istiyorum isterim var mi yok mu yokmu bana hemen acil ya abi baglan bagla gerek lazim iste artik " +
    "a an the please now i want need get me real is there any " +
    "мне пожалуйста нужен нужна хочу живой дайте есть ли " +
    "من فضلك لو سمحت اريد ابغي بدي عايز يا في احد"
  ).split(" "),
);
/** A place or a word of trade, not a wish: "yetkili servis", "insan saçı", "cleaning agent". */
const NOT_HUMAN =
  / (yetkili (servis|satici|bayi)|insan (sac|kaynak|boy|hak)|cleaning agent|estate agent|human (hair|resource))/u;

/** Whether the message asks for a person, by words alone; the classifier sees the rest. */
export function wantsHuman(text: string): boolean {
  const words = spaced(text);
  if (NOT_HUMAN.test(words)) return false;
  if (HUMAN_ANYWHERE.some((pattern) => pattern.test(words))) return true;
  const list = words.trim().split(" ");
  return (
    list.some((word) => HUMAN_ALONE.has(word)) &&
    list.every((word) => HUMAN_ALONE.has(word) || BESIDE_HUMAN.has(word))
  );
}

/** Folding makes some insults equal to innocent words (piç/pic, göt/got, şık/sik), so those keep their letters. */
const INSULTS_EXACT =
  / (s[iı]kt[iı]r\p{L}*|siktiğim\p{L}*|sikeyim|sikerim|sikim|sikik|piç\p{L}*|göt|götü|amk|aq|amq|amına|amina koy\p{L}*|oç) /u;
const INSULTS = [
  / (orospu|yarrak|yavsak|serefsiz|haysiyetsiz|pezevenk|kahpe|ibne|gerizekali|geri zekali|aptal|salak|embesil|ahlaksiz|namussuz|terbiyesiz|dangalak|denyo|it oglu|ananin|ananizi|anani |gavat)\p{L}*/u,
  / (fuck|fck|wtf|shit|bullshit|asshole|bitch|bastard|idiot|moron|stupid|dumb|retard|scumbag|motherf|cunt|dickhead)\p{L}*/u,
  / (бля|блять|сука|хуй|хуе|хуё|пизд|ебан|ебать|ебуч|заеб|мудак|мудил|идиот|дебил|придур|кретин|тварь|гандон|урод|тупой бот|тупые)\p{L}*/u,
  / (غبي|اغبيا|احمق|حمقي|حقير|كلاب|يا كلب|يا حمار|تافه|وسخ|قذر|لعنه|العن|ابن الكلب|خرا|زباله|سافل)\p{L}*/u,
];

/** Swearing and insults, in four languages: an upset customer gets a person. */
export function insults(text: string): boolean {
  const words = spaced(text);
  const lower = ` ${tokenise(lowerTurkish(text.normalize("NFC"))).join(" ")} `;
  return INSULTS_EXACT.test(lower) || INSULTS.some((pattern) => pattern.test(words));
}

const COMPLAINTS = [
  / (dolandir|sahtekar|hirsiz)\p{L}* /u,
  / (tuketici|hakem) (heyet|mahkeme|haklari)\p{L}* /u,
  / (tuketici hakem|sikayetvar|sikayet var a|savcilig|avukat|mahkeme|dava ac|suc duyurusu|yasal islem|hukuki)\p{L}* /u,
  / sikayet (edecegim|edicem|etcem|ediyorum|edeceg\p{L}*) /u,
  / (scam|scammer|fraud|thieves|lawyer|lawsuit|legal action|sue you|chargeback|consumer (rights|protection)|report you)\p{L}* /u,
  / (мошенник|обман|верните деньги немедленно|в суд|роспотребнадзор|адвокат|пожалу[юе])\p{L}* /u,
  / (نصاب|نصابين|احتيال|محتال|محامي|محكمه|شكوي رسميه|سارفع دعوي|حمايه المستهلك)\p{L}* /u,
];
/** Asking whether one is trustworthy is a question, not an accusation. */
const JUST_ASKS =
  / (dolandirici misin\p{L}*|is (this|it) a scam|are you (a )?scam\p{L}*|не мошенники ли|هل انتم نصاب\p{L}*) /u;

/** Accusations and legal steps: nothing that a machine should answer. */
export function complains(text: string): boolean {
  const words = spaced(text);
  return !JUST_ASKS.test(words) && COMPLAINTS.some((pattern) => pattern.test(words));
}

const OWN_ORDER = [
  / (siparis|kargo|paket|koli|urun|urunler|iade|alisveris|kargolar|paketler)(im|m|um)(i|u|in|un|e|a|de|da|den|dan|le|la|iz|izi|izin)? /u,
  / (benim|bizim) (\p{L}+ )?(siparis|kargo|paket|urun|koli|iade)\p{L}* /u,
  / (siparis (verdim|etmistim|vermistim|ettim|verdigim|ettigim)|verdigim siparis|aldigim|satin aldim|siparis ettigim)\p{L}* /u,
  / (gonderim) (nerede|nerde|geldi|gelmedi|ulasmadi|kayboldu|ne durumda) /u,
  / my (\p{L}+ )?(order|package|parcel|shipment|delivery|item|items|purchase|stuff|refund|return|tracking)\p{L}* /u,
  / i (\p{L}+ )?(ordered|bought|purchased|placed) /u,
  / (мой|моя|мое|мои|моего|мою|моей|моему|моим|наш) (\p{L}+ )?(заказ|посылк|доставк|покупк|возврат|товар)\p{L}* /u,
  / (я )?(заказал|заказала|купил|купила|оформил|оформила|заказывал|заказывала) /u,
  / (طلبي|طلبيتي|طلبتي|شحنتي|اوردري|مشترياتي) /u,
  / (طلبت|اشتريت) /u,
];

/** Whether it is about the writer's own order ("kargom", "my order") rather than about orders in general. */
export function namesOwnOrder(text: string): boolean {
  const words = spaced(text);
  return OWN_ORDER.some((pattern) => pattern.test(words));
}
