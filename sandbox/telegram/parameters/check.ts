import { badRequest } from "../errors";

type Common = {
  required?: boolean;
  /** What the real server says when it is absent (after "Bad Request: "). */
  missing?: string;
  /** What the real server says when the value breaks its limits. */
  wrong?: string;
  /** Exists in the Bot API, but this stand-in refuses it rather than pretend. */
  unsupported?: boolean;
};

/** One parameter or nested field: what TypeScript's types cannot say (lengths, counts, bytes, integers). */
export type Field = Common &
  (
    | { type: "integer"; min?: number; max?: number; oneOf?: readonly number[] }
    | { type: "float"; min?: number; max?: number }
    | { type: "boolean"; only?: true }
    | {
        type: "string";
        min?: number;
        max?: number;
        minBytes?: number;
        maxBytes?: number;
        pattern?: RegExp;
        literals?: readonly string[];
      }
    | { type: "chat" }
    | { type: "file"; uploadOnly?: true }
    | { type: "array"; items: Field; min?: number; max?: number }
    | { type: "object"; shape: Shape; exactlyOne?: readonly string[]; orString?: boolean }
    | { type: "oneOf"; by: "key" | "type"; shapes: Readonly<Record<string, Shape>> }
  );

export type Shape = Readonly<Record<string, Field>>;

/** `form` values arrive as text (query, urlencoded, multipart); `json` values have their own types. */
export type Encoding = "json" | "form";

/** An uploaded part of a multipart request. */
export type Upload = { filename: string; bytes: Uint8Array };

export type Checked = Record<string, unknown>;

/**
 * Holds a call's parameters against the method's table and gives them back with their types
 * (text turned into numbers, booleans and objects where the encoding carried text).
 *
 * @throws BotApiError 400 for an unknown, missing, ill-typed or over-long parameter
 */
export function checkParameters(
  fields: Shape,
  raw: Readonly<Record<string, unknown>>,
  encoding: Encoding,
  files?: ReadonlyMap<string, Upload>,
): Checked {
  const checked: Checked = {};
  for (const name in raw) {
    if (!Object.hasOwn(fields, name)) throw badRequest(`unknown parameter "${name}"`);
  }
  for (const name in fields) {
    const field = fields[name] as Field;
    const value = raw[name];
    if (value === undefined || value === null) {
      if (field.required) throw badRequest(field.missing ?? `parameter "${name}" is required`);
      continue;
    }
    if (field.unsupported) throw badRequest(`the local Telegram does not support parameter "${name}"`);
    checked[name] = checkValue(field, decode(field, value, encoding, name), name, files);
  }
  return checked;
}

type Files = ReadonlyMap<string, Upload> | undefined;

function checkValue(field: Field, value: unknown, path: string, files: Files): unknown {
  switch (field.type) {
    case "integer":
      if (typeof value !== "number" || !Number.isSafeInteger(value)) throw wrongType(field, path, "Integer");
      if (field.oneOf && !field.oneOf.includes(value))
        throw badRequest(field.wrong ?? `parameter "${path}" must be one of ${field.oneOf.join(", ")}`);
      return inRange(field, value, path);
    case "float":
      if (typeof value !== "number" || !Number.isFinite(value)) throw wrongType(field, path, "Float");
      return inRange(field, value, path);
    case "boolean":
      if (typeof value !== "boolean" || (field.only && !value))
        throw wrongType(field, path, field.only ? "True" : "Boolean");
      return value;
    case "string":
      return checkString(field, value, path);
    case "chat":
      if (Number.isSafeInteger(value)) return value;
      if (typeof value === "string" && /^-?\d{1,15}$/.test(value)) return Number(value);
      if (value === "" || value === "0") throw badRequest("chat_id is empty");
      if (typeof value === "string") throw badRequest("chat not found");
      throw wrongType(field, path, "Integer or String");
    case "file":
      return checkFile(field, value, path, files);
    case "array":
      return checkArray(field, value, path, files);
    case "object":
      if (field.orString && typeof value === "string") return value;
      if (!isPlainObject(value)) throw wrongType(field, path, "Object");
      return checkShape(field.shape, value, path, files, field.exactlyOne);
    case "oneOf":
      return checkOneOf(field, value, path, files);
  }
}

/** An upload, one of this request's parts by `attach://name`, a `file_id` or an address. */
function checkFile(field: Field & { type: "file" }, value: unknown, path: string, files: Files): unknown {
  if (isUpload(value)) return value;
  if (typeof value !== "string") throw wrongType(field, path, "InputFile or String");
  if (!value.startsWith("attach://")) {
    if (field.uploadOnly) throw badRequest(field.missing ?? `field "${path}" must be an uploaded file`);
    return value;
  }
  const file = files?.get(value.slice("attach://".length));
  if (!file) throw badRequest(`wrong file attached: ${value} names no part of the request`);
  return file;
}

function checkString(field: Field & { type: "string" }, value: unknown, path: string): string {
  if (typeof value !== "string") throw badRequest(`field "${path}" must be of type String`);
  if (field.min !== undefined && value.length < field.min) {
    throw badRequest(field.missing ?? field.wrong ?? `parameter "${path}" must be non-empty`);
  }
  if (field.max !== undefined && value.length > field.max) {
    throw badRequest(
      field.wrong ?? `parameter "${path}" is too long, at most ${field.max} characters are allowed`,
    );
  }
  if (field.minBytes !== undefined || field.maxBytes !== undefined) {
    const bytes = Buffer.byteLength(value);
    if (bytes < (field.minBytes ?? 0) || bytes > (field.maxBytes ?? Number.POSITIVE_INFINITY)) {
      throw badRequest(
        field.wrong ?? `parameter "${path}" must have ${field.minBytes ?? 0} to ${field.maxBytes} bytes`,
      );
    }
  }
  if (field.literals && !field.literals.includes(value)) {
    throw badRequest(
      field.wrong ??
        `wrong parameter ${path} in request: "${value}" is not one of ${field.literals.join(", ")}`,
    );
  }
  if (field.pattern && !field.pattern.test(value))
    throw badRequest(field.wrong ?? `parameter "${path}" is invalid`);
  return value;
}

function checkArray(field: Field & { type: "array" }, value: unknown, path: string, files: Files): unknown[] {
  if (!Array.isArray(value)) throw wrongType(field, path, "Array");
  if (value.length < (field.min ?? 0) || value.length > (field.max ?? Number.POSITIVE_INFINITY)) {
    throw badRequest(field.wrong ?? `parameter "${path}" must have ${field.min ?? 0} to ${field.max} items`);
  }
  return value.map((item, index) => checkValue(field.items, item, `${path}[${index}]`, files));
}

function checkOneOf(field: Field & { type: "oneOf" }, value: unknown, path: string, files: Files): Checked {
  if (!isPlainObject(value)) throw wrongType(field, path, "Object");
  const name =
    field.by === "type" ? value.type : Object.keys(field.shapes).find((key) => Object.hasOwn(value, key));
  const shape =
    typeof name === "string" && Object.hasOwn(field.shapes, name) ? field.shapes[name] : undefined;
  if (!shape) {
    const options = Object.keys(field.shapes).join(", ");
    throw badRequest(field.wrong ?? `can't parse ${path}: expected one of ${options}`);
  }
  return checkShape(shape, value, path, files);
}

function checkShape(
  shape: Shape,
  value: Record<string, unknown>,
  path: string,
  files: Files,
  exactlyOne?: readonly string[],
): Checked {
  const checked: Checked = {};
  for (const name in value) {
    if (!Object.hasOwn(shape, name)) throw badRequest(`unknown parameter "${path}.${name}"`);
  }
  if (exactlyOne) {
    const given = exactlyOne.filter((name) => value[name] !== undefined);
    if (given.length === 0)
      throw badRequest(
        "can't parse inline keyboard button: Text buttons are unallowed in the inline keyboard",
      );
    if (given.length > 1) throw badRequest(`can't parse ${path}: only one of ${given.join(", ")} is allowed`);
  }
  for (const name in shape) {
    const field = shape[name] as Field;
    const item = value[name];
    if (item === undefined || item === null) {
      if (field.required)
        throw badRequest(field.missing ?? `can't parse ${path}: Can't find field "${name}"`);
      continue;
    }
    if (field.unsupported) throw badRequest(`the local Telegram does not support field "${path}.${name}"`);
    checked[name] = checkValue(field, item, `${path}.${name}`, files);
  }
  return checked;
}

function inRange(field: Field & { min?: number; max?: number }, value: number, path: string): number {
  if (value < (field.min ?? Number.NEGATIVE_INFINITY) || value > (field.max ?? Number.POSITIVE_INFINITY)) {
    throw badRequest(
      field.wrong ?? `parameter "${path}" must be between ${field.min ?? "-∞"} and ${field.max ?? "∞"}`,
    );
  }
  return value;
}

/** Text of a form or query, or JSON-serialised text inside a JSON body, as the value it stands for. */
function decode(field: Field, value: unknown, encoding: Encoding, name: string): unknown {
  if (typeof value !== "string") return value;
  const isNested =
    field.type === "array" || field.type === "oneOf" || (field.type === "object" && !field.orString);
  if (isNested) {
    try {
      return JSON.parse(value);
    } catch {
      throw badRequest(`can't parse ${name} JSON object`);
    }
  }
  if (encoding === "json") return value;
  if (field.type === "integer" || field.type === "float")
    return /^-?\d+(\.\d+)?$/.test(value) ? Number(value) : value;
  if (field.type === "boolean") return formBooleans[value.toLowerCase()] ?? value;
  return value;
}

const formBooleans: Readonly<Record<string, boolean>> = {
  true: true,
  "1": true,
  yes: true,
  false: false,
  "0": false,
  no: false,
};

function wrongType(field: Field, path: string, expected: string) {
  return badRequest(field.wrong ?? `field "${path}" must be of type ${expected}`);
}

function isPlainObject(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

/** Whether a parameter's value is an uploaded file rather than an id or an address. */
export function isUpload(value: unknown): value is Upload {
  return isPlainObject(value) && value.bytes instanceof Uint8Array;
}
