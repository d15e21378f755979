import { PlainError } from "../../lib/plain-error.ts";
import {
  type Action,
  actions,
  type Conversation,
  type CustomerSetup,
  type Expectation,
  type FaqSetup,
  type Language,
  type OrderSetup,
  type PackageSetup,
  type Said,
  type Setup,
  type Turn,
} from "./conversation.ts";
import { describe, FieldInvalid, Fields } from "./fields.ts";

const kinds = ["creator", "shop", "clinic", "desk"] as const;
const languages = ["tr", "en", "ru", "ar"] as const;
const mostProblems = 20;

/**
 * The conversations of a file, one JSON object a line; empty lines and lines that begin with `#` or `//` are passed
 * over.
 *
 * @throws PlainError naming every line that cannot be read (up to twenty), its field and what is expected there
 */
export function readConversations(text: string): Conversation[] {
  const found: Conversation[] = [];
  const problems: string[] = [];
  const shared: SharedSetups = new Map();
  for (const [i, written] of text
    .replace(/^\ufeff/, "")
    .split(/\r?\n/)
    .entries()) {
    const line = i + 1;
    if (written.trim() === "" || /^\s*(#|\/\/)/.test(written)) continue;
    try {
      const value = parse(written);
      if (!readShared(value, shared)) found.push(readConversation(value, line, shared));
    } catch (error) {
      if (!(error instanceof FieldInvalid)) throw error;
      problems.push(`line ${line}: ${error.message}`);
    }
  }
  if (problems.length > 0) {
    const shown = problems.slice(0, mostProblems);
    const more = problems.length - shown.length;
    throw new PlainError([...shown, ...(more > 0 ? [`and ${more} more`] : [])].join("\n"));
  }
  if (found.length === 0) throw new PlainError("The file holds no conversation: one JSON object a line.");
  return found;
}

function parse(written: string): unknown {
  try {
    return JSON.parse(written);
  } catch (error) {
    throw new FieldInvalid("", `is not JSON (${(error as Error).message})`);
  }
}

/** Setups that several conversations use: `{"define": "moda", "workspaceKind": …, "setup": …}`. */
type SharedSetups = Map<string, { kind: Conversation["kind"]; setup: Record<string, unknown> }>;

function readShared(value: unknown, shared: SharedSetups): boolean {
  if (typeof value !== "object" || value === null || !("define" in value)) return false;
  const fields = new Fields(value, "");
  const name = fields.text("define") ?? "";
  const kind = fields.oneOf(kinds, "workspaceKind", "kind");
  const setup = fields.take("setup");
  fields.end();
  if (!kind) throw new FieldInvalid("workspaceKind", `is missing: one of ${kinds.join(", ")}`);
  shared.set(name, { kind, setup: setup ? objectOf(setup) : {} });
  return true;
}

function readConversation(value: unknown, line: number, shared: SharedSetups): Conversation {
  const fields = new Fields(value, "");
  const used = fields.text("use");
  const common = used === null ? null : shared.get(used);
  if (common === undefined)
    throw new FieldInvalid("use", `names ${describe(used)}, which no line above defines`);
  const id = fields.text("id", "name", "title");
  fields.take("tags", "style", "split", "set", "source");
  const ownLanguage = fields.oneOf(languages, "language", "lang");
  const kind = fields.oneOf(kinds, "workspaceKind", "kind") ?? common?.kind;
  if (!kind) throw new FieldInvalid("workspaceKind", `is missing: one of ${kinds.join(", ")}`);
  const own = fields.take("setup");
  const setup = { ...common?.setup, ...(own ? objectOf(own) : {}) };
  const turns = fields.list("turns").map((turn) => readTurn(turn));
  fields.end();
  if (turns.length === 0) throw new FieldInvalid("turns", "is missing: what the customer says, in order");
  return { line, id, kind, setup: readSetup(setup, ownLanguage), turns };
}

function readSetup(value: unknown, ownLanguage: Language | null): Setup {
  const fields = new Fields(value, "setup");
  const language =
    fields.oneOf(languages, "language", "defaultLanguage", "workspaceLanguage") ?? ownLanguage ?? "tr";
  const now = fields.text("now", "at", "date", "today");
  const moment = now === null ? null : new Date(/^\d{4}-\d{2}-\d{2}$/.test(now) ? `${now}T09:00:00Z` : now);
  if (moment && Number.isNaN(moment.getTime())) {
    throw new FieldInvalid(
      "setup.now",
      `must be a moment such as 2026-11-20T09:00:00Z, not ${describe(now)}`,
    );
  }
  const setup: Setup = {
    faq: fields.list("faq", "faqs", "faqEntries").map(readFaq),
    orders: fields.list("shopOrders", "orders").map(readOrder),
    facts: readFacts(fields.take("facts")),
    customer: readCustomer(fields.take("customer")),
    language,
    timeZone: fields.text("timeZone", "timezone", "tz") ?? "Europe/Istanbul",
    now: moment,
  };
  fields.take("workspaceName", "workspace", "name", "shop");
  fields.end();
  return setup;
}

type Field = { path: string; value: unknown };

function readFaq({ path, value }: Field): FaqSetup {
  const fields = new Fields(value, path);
  const question = fields.text("question", "q", "soru");
  const answer = fields.text("answer", "a", "cevap", "yanıt");
  const entry = {
    id: fields.text("id", "key", "slug"),
    language: fields.oneOf(languages, "language", "lang"),
    tags: fields.texts("tags", "tag", "intent", "topic"),
  };
  fields.end();
  if (!question) throw new FieldInvalid(`${path}.question`, "is missing");
  if (!answer) throw new FieldInvalid(`${path}.answer`, "is missing");
  return { ...entry, question, answer };
}

/** `{key: value}`, or a list of `{key, value}`. A value may be a text, a number, true, false or a list of texts. */
function readFacts(field: Field | null): Setup["facts"] {
  if (!field) return [];
  const pairs: [string, unknown, string][] = Array.isArray(field.value)
    ? field.value.map((item, i) => {
        const path = `${field.path}[${i}]`;
        const fields = new Fields(item, path);
        const key = fields.text("key", "name", "label");
        const value = fields.take("value", "text", "answer");
        fields.end();
        if (!key || !value) throw new FieldInvalid(path, "must have a key and a value");
        return [key, value.value, path];
      })
    : Object.entries(objectOf(field)).map(([key, value]) => [key, value, `${field.path}.${key}`]);
  return pairs.flatMap(([key, value, path]) => {
    if (value === null || value === "") return [];
    const list = Array.isArray(value) ? value : [value];
    if (!list.every((item) => ["string", "number", "boolean"].includes(typeof item))) {
      throw new FieldInvalid(path, `must be a text or a number, not ${describe(value)}`);
    }
    return { key, value: list.map(String).join(", ") };
  });
}

function objectOf({ path, value }: Field): Record<string, unknown> {
  if (typeof value === "object" && value !== null) return value as Record<string, unknown>;
  throw new FieldInvalid(path, `must be an object of keys and values, not ${describe(value)}`);
}

function readOrder({ path, value }: Field): OrderSetup {
  const fields = new Fields(value, path);
  const number = fields.text("number", "orderNumber", "order", "id", "no");
  if (!number) throw new FieldInvalid(`${path}.number`, "is missing");
  const order = {
    number,
    customerName: fields.text("customerName", "customer", "name", "buyer") ?? "Ayşe Yılmaz",
    phone: fields.text("phone", "customerPhone", "tel"),
    email: fields.text("email", "customerEmail"),
    orderedAt: fields.text("orderedAt", "orderDate", "createdAt", "date"),
    status: fields.text("status", "state") ?? "preparing",
  };
  const first = readPackage(fields);
  const packages = fields.list("packages", "parcels", "shipments").map((item) => {
    const own = new Fields(item.value, item.path);
    const status = own.text("status", "state");
    const read = { ...readPackage(own), status };
    own.end();
    return read;
  });
  fields.take("address", "city", "total", "price", "currency", "store", "paymentMethod", "surname");
  fields.end();
  return { ...order, packages: packages.length > 0 ? packages : [first] };
}

function readPackage(fields: Fields): PackageSetup {
  return {
    status: null,
    carrier: fields.text("carrier", "cargo", "shippingCompany"),
    tracking: fields.text("tracking", "trackingNumber", "trackingCode", "trackingNo"),
    estimatedDelivery: fields.text("estimatedDelivery", "estimatedDeliveryDate", "eta", "expectedAt"),
    deliveredAt: fields.text("deliveredAt", "deliveryDate", "deliveredOn"),
    items: fields.list("items", "lines", "products").map(readItem),
  };
}

function readItem({ path, value }: Field): PackageSetup["items"][number] {
  if (typeof value === "string") return { name: value, quantity: 1, price: "100" };
  const fields = new Fields(value, path);
  const item = {
    name: fields.text("name", "item", "title", "product") ?? "Ürün",
    quantity: Number(fields.text("quantity", "qty", "count") ?? 1),
    price: fields.text("price", "unitPrice", "amount") ?? "100",
  };
  fields.take("sku", "currency", "variant", "size", "color");
  fields.end();
  if (!Number.isInteger(item.quantity) || item.quantity < 1) {
    throw new FieldInvalid(`${path}.quantity`, "must be a whole number from 1 on");
  }
  return item;
}

function readCustomer(field: Field | null): CustomerSetup {
  if (!field) return { name: "Ayşe Yılmaz", phone: null, isPhoneVerified: false, language: null };
  const fields = new Fields(field.value, field.path);
  const first = fields.text("name", "customerName", "displayName", "fullName", "firstName");
  const last = fields.text("surname", "lastName");
  const phone = fields.text("phone", "phoneNumber", "tel");
  const verified = fields.take(
    "verifiedPhone",
    "verified",
    "phoneVerified",
    "isVerified",
    "isPhoneVerified",
    "contactShared",
    "sharedContact",
  );
  const language = fields.oneOf(languages, "language", "lang", "locale", "languageHint");
  fields.take("id", "username", "email", "telegramId");
  fields.end();
  const own = typeof verified?.value === "string" ? verified.value : null;
  if (verified && own === null && typeof verified.value !== "boolean") {
    throw new FieldInvalid(verified.path, "must be the verified phone, or true or false");
  }
  if (verified?.value === true && !phone) {
    throw new FieldInvalid(verified.path, "says that a phone is verified, and none is given");
  }
  return {
    name: [first, last].filter(Boolean).join(" ") || "Ayşe Yılmaz",
    phone: own ?? phone,
    isPhoneVerified: own !== null || verified?.value === true,
    language,
  };
}

function readTurn({ path, value }: Field): Turn {
  const fields = new Fields(value, path);
  const customer = fields.take("customer", "text", "message", "says");
  const expect = fields.take("expect", "expected");
  fields.end();
  if (!customer) throw new FieldInvalid(`${path}.customer`, "is missing: what the customer says");
  const list = Array.isArray(customer.value) ? customer.value : [customer.value];
  return {
    said: list.map((said, i) => readSaid(said, list.length > 1 ? `${customer.path}[${i}]` : customer.path)),
    expect: expect ? readExpectation(expect) : null,
  };
}

function readSaid(value: unknown, path: string): Said {
  if (typeof value === "string") return { kind: "text", text: value };
  const fields = new Fields(value, path);
  const said = readContent(fields, path);
  fields.end();
  return said;
}

function readContent(fields: Fields, path: string): Said {
  const photo = fields.take("photo");
  if (photo) {
    const caption = fields.text("caption", "text");
    return { kind: "photo", caption: caption ?? (typeof photo.value === "string" ? photo.value : "") };
  }
  const contact = fields.take("contact", "sharesContact", "shareContact");
  if (contact) {
    const phone = typeof contact.value === "string" && contact.value !== "own" ? contact.value : null;
    return { kind: "contact", phone, isOwn: fields.flag("isOwn", "own") ?? contact.value !== "foreign" };
  }
  const press = fields.text("press", "button");
  if (press) return { kind: "press", label: press };
  const text = fields.text("text");
  if (text !== null) return { kind: "text", text };
  const what = ["voice", "sticker", "video", "document", "location"].find((name) => fields.take(name));
  if (what) return { kind: "unsupported", what };
  throw new FieldInvalid(
    path,
    "must be a text, or an object with text, contact, photo, press, sticker or voice",
  );
}

function readExpectation({ path, value }: Field): Expectation {
  const fields = new Fields(value, path);
  const wanted = fields.texts("action", "actions");
  const expectation: Expectation = {
    intents: fields.texts("intent", "intents"),
    actions: wanted.map((action) => readAction(action, `${path}.action`)),
    mustContain: fields.texts("mustContain", "contains"),
    mustNotContain: fields.texts("mustNotContain", "notContains"),
    sources: fields.texts("source", "sources"),
    isUrgent: fields.flag("urgent", "isUrgent", "priority"),
    language: fields.oneOf(languages, "language", "lang"),
  };
  fields.end();
  for (const source of expectation.sources) {
    if (/^(faq|shopOrder|order|fact)(:.+)?$/i.test(source)) continue;
    throw new FieldInvalid(`${path}.source`, `must be faq:…, shopOrder:… or fact:…, not ${describe(source)}`);
  }
  return expectation;
}

function readAction(written: string, path: string): Action {
  const action = actions.find((candidate) => candidate === written.trim().toLowerCase());
  if (action) return action;
  throw new FieldInvalid(path, `must be one of ${actions.join(", ")}, not ${describe(written)}`);
}
