/** What files call the columns that reach a person, in the four languages. */
export const phoneHeadings = [
  ...[
    "telefon",
    "telefon no",
    "telefon numarası",
    "cep telefonu",
    "gsm",
    "cep",
    "phone",
    "phone number",
    "mobile",
  ],
  ...["телефон", "номер телефона", "الهاتف", "رقم الهاتف", "الجوال"],
];

export const emailHeadings = [
  "e-posta",
  "eposta",
  "e-mail",
  "mail",
  "email",
  "почта",
  "электронная почта",
  "البريد",
  "البريد الإلكتروني",
];
