import { z } from "zod";
import { listProxies, type Proxies } from "@/lib/client-address";
import { isCron } from "@/lib/cron";
import type { DemoSettings } from "./demo";

/** `name@host`, or a name before it in angle brackets; nothing that could begin another header. */
const mailFromPattern =
  /^(?:(?<name>[^<>"\p{Cc}]{1,100}?)\s*<(?<within>[^\s<>@]+@[^\s<>@]+)>|(?<bare>[^\s<>@]+@[^\s<>@]+))$/u;

const Environment = z.object({
  NODE_ENV: z.enum(["development", "production", "test"]).default("development"),
  PORT: z.coerce.number().int().min(1).max(65_535).default(3000),
  DATABASE_URL: z.string().min(1, "DATABASE_URL is missing: start with `npm start`, which sets it."),
  DATABASE_WORKER_URL: z
    .string()
    .min(1, "DATABASE_WORKER_URL is missing: start with `npm start`, which sets it."),
  /** A connection past a pooler, for LISTEN; the same as DATABASE_URL where there is none. */
  DATABASE_DIRECT_URL: z.string().optional(),
  DATA_DIR: z.string().min(1, "DATA_DIR is missing: start with `npm start`, which sets it."),
  /** In megabytes of 1,000,000 bytes: below which free space nothing is accepted, and operators are told. */
  STORAGE_STOP_MB: z.coerce.number({ error: "STORAGE_STOP_MB must be a number." }).min(1).optional(),
  STORAGE_LOW_MB: z.coerce.number({ error: "STORAGE_LOW_MB must be a number." }).min(1).optional(),
  SANTRAL_SECRET: z
    .string({ error: "SANTRAL_SECRET is missing: set it to 32 random bytes in base64." })
    .refine(
      (value) => Buffer.from(value, "base64").length >= 32,
      "SANTRAL_SECRET must hold 32 random bytes in base64.",
    ),
  /** Secrets of before, separated by commas: what they encrypted is read, and encrypted anew in the background. */
  SANTRAL_SECRET_PREVIOUS: z
    .string()
    .optional()
    .transform((value) => (value ? value.split(",").map((one) => Buffer.from(one.trim(), "base64")) : []))
    .refine(
      (secrets) => secrets.every((secret) => secret.length >= 32),
      "SANTRAL_SECRET_PREVIOUS must hold the secret of before, 32 bytes in base64 (several: separated by commas).",
    ),
  SANTRAL_COOKIE_SECRETS_PREVIOUS: z.string().optional(),
  SANTRAL_CONTROL_TOKEN: z.string().min(16).optional(),
  APP_URL: z.url("APP_URL must be the public address, such as https://santral.example.").optional(),
  /** The platform's own bot, which may have others made through it. */
  PLATFORM_BOT_TOKEN: z
    .string()
    .regex(
      /^\d{5,16}:[A-Za-z0-9_-]{30,64}$/,
      "PLATFORM_BOT_TOKEN must be a bot's token as BotFather shows it.",
    )
    .optional(),
  SANDBOX: z.enum(["off", "public", "on"]).optional(),
  DEMO: z.enum(["all", "shop", "off"], { error: 'DEMO must be "all", "shop" or "off".' }).default("all"),
  DEMO_DAYS: z.coerce.number({ error: "DEMO_DAYS must be a number." }).int().min(1).max(90).default(90),
  METRICS_TOKEN: z.string().min(16).optional(),
  /** Where scheduled backups go: a folder or s3://bucket/prefix. */
  BACKUP_TO: z.string().min(1).optional(),
  /** A start that is refused is better than a night without a backup. */
  BACKUP_AT: z
    .string()
    .refine(
      isCron,
      'BACKUP_AT must be a cron of five fields such as "30 3 * * *", with its zone before it where it is not UTC: "TZ=Europe/Istanbul 30 3 * * *".',
    )
    .default("30 3 * * *"),
  BACKUP_KEEP: z.coerce.number({ error: "BACKUP_KEEP must be a number." }).int().min(1).default(14),
  /** For the process that backs up, which finds a role in the data folder where this is not set. */
  BACKUP_DATABASE_URL: z.string().optional(),
  SMTP_URL: z
    .string()
    .regex(/^smtps?:\/\/\S+$/, "SMTP_URL must be an address such as smtp://name:password@smtp.example:587.")
    .optional(),
  MAIL_FROM: z
    .string()
    .regex(mailFromPattern, "MAIL_FROM must be an address such as Santral <no-reply@santral.example>.")
    .optional(),
  MAIL_EVENTS_SECRET: z.string().min(16, "MAIL_EVENTS_SECRET must have 16 characters or more.").optional(),
  VAPID_PUBLIC_KEY: z
    .string()
    .regex(
      /^B[\w-]{86}$/,
      "VAPID_PUBLIC_KEY must be a point of P-256 in base64url: make a pair with npm run keys:push.",
    )
    .optional(),
  VAPID_PRIVATE_KEY: z
    .string()
    .regex(
      /^[\w-]{43}$/,
      "VAPID_PRIVATE_KEY must be 32 bytes in base64url: make a pair with npm run keys:push.",
    )
    .optional(),
  OPERATORS: z
    .string()
    .optional()
    .transform((value) =>
      (value ?? "")
        .split(",")
        .map((one) => one.trim().toLowerCase())
        .filter(Boolean),
    )
    .refine(
      (addresses) => addresses.every((address) => z.email().safeParse(address).success),
      "OPERATORS must be e-mail addresses, separated by commas.",
    ),
  SUPPORT_ADDRESS: z.email("SUPPORT_ADDRESS must be an e-mail address.").optional(),
  COUNTRY_HEADER: z.string().optional(),
  TRUSTED_PROXIES: z
    .string()
    .optional()
    .transform((value, context) => {
      const entries = value?.split(",").map((entry) => entry.trim());
      if (!entries || value?.trim() === "") return undefined;
      try {
        return listProxies(entries.filter((entry) => entry !== "none"));
      } catch {
        context.addIssue({
          code: "custom",
          message: "TRUSTED_PROXIES must be addresses and networks such as 10.0.0.2,192.0.2.0/24, or none.",
        });
        return z.NEVER;
      }
    }),
  TELEGRAM_CLIENT_ID: z.string().optional(),
  TELEGRAM_CLIENT_SECRET: z.string().optional(),
  GOOGLE_CLIENT_ID: z.string().optional(),
  GOOGLE_CLIENT_SECRET: z.string().optional(),
  MICROSOFT_CLIENT_ID: z.string().optional(),
  MICROSOFT_CLIENT_SECRET: z.string().optional(),
  MICROSOFT_ISSUER: z.url("MICROSOFT_ISSUER must be an address.").optional(),
  WORKER: z.enum(["on", "off", "only"], { error: 'WORKER must be "on", "off" or "only".' }).default("on"),
  INNGEST_BASE_URL: z
    .url("INNGEST_BASE_URL must be an address, such as http://inngest.internal:8288.")
    .optional(),
  INNGEST_EVENT_KEY: z.string().optional(),
  INNGEST_SIGNING_KEY: z
    .string()
    .regex(
      /^(signkey-\w+-)?([0-9a-f]{2}){16,}$/,
      "INNGEST_SIGNING_KEY must be the server's own: an even number of hexadecimal digits, 32 or more.",
    )
    .optional(),
  LOG_LEVEL: z.enum(["trace", "debug", "info", "warn", "error", "silent"]).default("info"),
});

/** Where and as whom a provider of sign-ins (OpenID Connect) knows us. */
export type SignInProvider = { issuer: string; clientId: string; clientSecret: string };

export type SignInProviders = {
  telegram: SignInProvider | null;
  google: SignInProvider | null;
  microsoft: SignInProvider | null;
};

export type Env = {
  mode: "development" | "production" | "test";
  port: number;
  /** Where browsers and platforms reach this process; no trailing slash. */
  origin: string;
  /** True where the platform can call us: a public HTTPS address. */
  hasPublicHttps: boolean;
  databaseUrl: string;
  databaseWorkerUrl: string;
  databaseDirectUrl: string;
  dataDir: string;
  /** Free space of the data folder below which nothing is accepted, and operators are told; defaults by its size. */
  storage?: { stopBytes?: number | undefined; lowBytes?: number | undefined };
  secret: Buffer;
  /** What an earlier `secret` encrypted can be read as long as it stands here. */
  previousSecrets: readonly Buffer[];
  /** Cookie secrets of keys that are gone otherwise, so that who is signed in stays it. */
  previousCookieSecrets: readonly string[];
  controlToken: string | undefined;
  metricsToken: string | undefined;
  /** Whose word is believed about whom a request is forwarded for; without it those of our own network. */
  trustedProxies?: Proxies | undefined;
  /** The header in which a proxy before us tells a visitor's country. */
  countryHeader: string | undefined;
  /** Null where a provider is not configured: its button is not there. */
  signInProviders: SignInProviders;
  isSandboxOn: boolean;
  /** Where mail is handed in; without it the sandbox's own server takes it, if that is on. */
  smtpUrl?: string | undefined;
  mailFrom?: { name: string; address: string } | undefined;
  /** What browsers' push services know us by; null: nothing is sent to browsers. */
  pushKeys?: { publicKey: string; privateKey: string } | null;
  /** What reports of bounces and complaints are signed with. */
  mailEventsSecret?: string | undefined;
  /** Scheduled backups: where to, when (a cron), and how many are kept; none where nothing is said. */
  backup?: { to: string; at: string; keep: number } | undefined;
  /** Where bots can be made with one tap; the start gives a local one where the sandbox is on. */
  platformBot: { token: string; apiRoot: string } | null;
  /** Whether this process carries workflows out: beside all else, not at all, or nothing else. */
  worker?: "on" | "off" | "only";
  /** The Inngest server that carries workflows out; without it this installation does. */
  inngest?: { baseUrl: string; eventKey: string; signingKey: string } | null;
  /** Who runs this installation, by the verified addresses of their accounts, in small letters. */
  operators?: readonly string[];
  /** Nobody is named, and only this machine can reach us: the demo's owner may look at the operators' console. */
  isDemoOwnerOperator?: boolean;
  /** Whom people of a suspended workspace may ask. */
  supportAddress?: string | null;
  /** What of the demo is made where the sandbox is on; all of it when nothing is said. */
  demo?: DemoSettings;
  logLevel: string;
};

/** The environment is not usable; each line says what to set. */
export class EnvironmentInvalid extends Error {
  readonly code = "ENVIRONMENT_INVALID";
}

/**
 * Reads and validates the process's environment. The only place that reads it.
 * The sandbox is on unless `APP_URL` is set or `SANDBOX=off`.
 *
 * @throws EnvironmentInvalid with one sentence per thing that is missing or wrong
 */
export function readEnv(source: Record<string, string | undefined> = process.env): Env {
  const parsed = Environment.safeParse(source);
  if (!parsed.success) {
    throw new EnvironmentInvalid(
      parsed.error.issues.map((issue) => `${issue.path.join(".")}: ${issue.message}`).join("\n"),
    );
  }
  const env = parsed.data;
  if (env.SMTP_URL && !env.MAIL_FROM) {
    throw new EnvironmentInvalid("MAIL_FROM is missing: say who mail comes from, as SMTP_URL is set.");
  }
  if (!env.VAPID_PUBLIC_KEY !== !env.VAPID_PRIVATE_KEY) {
    throw new EnvironmentInvalid(
      "VAPID_PUBLIC_KEY and VAPID_PRIVATE_KEY belong together: set both, or none.",
    );
  }
  const origin = (env.APP_URL ?? `http://127.0.0.1:${env.PORT}`).replace(/\/$/, "");
  const isSandboxOn =
    env.SANDBOX === "on" || env.SANDBOX === "public" || (!env.APP_URL && env.SANDBOX !== "off");
  return {
    mode: env.NODE_ENV,
    port: env.PORT,
    origin,
    hasPublicHttps: origin.startsWith("https://"),
    databaseUrl: env.DATABASE_URL,
    databaseWorkerUrl: env.DATABASE_WORKER_URL,
    databaseDirectUrl: env.DATABASE_DIRECT_URL ?? env.DATABASE_URL,
    dataDir: env.DATA_DIR,
    storage: readStorage(env),
    secret: Buffer.from(env.SANTRAL_SECRET, "base64"),
    previousSecrets: env.SANTRAL_SECRET_PREVIOUS,
    previousCookieSecrets: env.SANTRAL_COOKIE_SECRETS_PREVIOUS?.split(",").filter(Boolean) ?? [],
    controlToken: env.SANTRAL_CONTROL_TOKEN,
    metricsToken: env.METRICS_TOKEN,
    smtpUrl: env.SMTP_URL,
    mailFrom: readMailFrom(env.MAIL_FROM),
    mailEventsSecret: env.MAIL_EVENTS_SECRET,
    pushKeys:
      env.VAPID_PUBLIC_KEY && env.VAPID_PRIVATE_KEY
        ? { publicKey: env.VAPID_PUBLIC_KEY, privateKey: env.VAPID_PRIVATE_KEY }
        : null,
    backup: env.BACKUP_TO ? { to: env.BACKUP_TO, at: env.BACKUP_AT, keep: env.BACKUP_KEEP } : undefined,
    platformBot: env.PLATFORM_BOT_TOKEN
      ? { token: env.PLATFORM_BOT_TOKEN, apiRoot: "https://api.telegram.org" }
      : null,
    worker: env.WORKER,
    inngest: readInngest(env),
    operators: env.OPERATORS,
    isDemoOwnerOperator:
      isSandboxOn && env.SANDBOX !== "public" && !env.APP_URL && env.OPERATORS.length === 0,
    supportAddress: env.SUPPORT_ADDRESS ?? env.OPERATORS[0] ?? null,
    demo: { workspaces: env.DEMO, days: env.DEMO_DAYS },
    trustedProxies: env.TRUSTED_PROXIES,
    countryHeader: env.COUNTRY_HEADER?.toLowerCase() || undefined,
    signInProviders: readProviders(env, isSandboxOn ? origin : null),
    isSandboxOn,
    logLevel: env.LOG_LEVEL,
  };
}

function readInngest(env: z.infer<typeof Environment>): Env["inngest"] {
  const { INNGEST_BASE_URL: baseUrl, INNGEST_EVENT_KEY: eventKey, INNGEST_SIGNING_KEY: signingKey } = env;
  if (!baseUrl && !eventKey && !signingKey) return null;
  if (!baseUrl || !eventKey || !signingKey) {
    throw new EnvironmentInvalid(
      "INNGEST_BASE_URL, INNGEST_EVENT_KEY and INNGEST_SIGNING_KEY belong together: set all three, or none.",
    );
  }
  return { baseUrl: baseUrl.replace(/\/$/, ""), eventKey, signingKey };
}

function readStorage({ STORAGE_STOP_MB: stop, STORAGE_LOW_MB: low }: z.infer<typeof Environment>) {
  if (stop !== undefined && low !== undefined && low < stop) {
    throw new EnvironmentInvalid(
      "STORAGE_LOW_MB must not be below STORAGE_STOP_MB: operators are told before nothing is accepted.",
    );
  }
  const bytesOf = (megabytes: number | undefined) => megabytes && megabytes * 1_000_000;
  return { stopBytes: bytesOf(stop), lowBytes: bytesOf(low) };
}

function readMailFrom(value: string | undefined): Env["mailFrom"] {
  const parts = value === undefined ? undefined : mailFromPattern.exec(value)?.groups;
  const address = parts?.within ?? parts?.bare;
  return address === undefined ? undefined : { name: parts?.name?.trim() ?? "Santral", address };
}

const issuers = {
  telegram: "https://oauth.telegram.org",
  google: "https://accounts.google.com",
  microsoft: "https://login.microsoftonline.com/common/v2.0",
} as const;

/**
 * The providers whose id and secret are set. In the sandbox the others are the local stand-in, so that each button can
 * be tried.
 */
function readProviders(env: z.infer<typeof Environment>, sandboxOrigin: string | null): SignInProviders {
  const read = (name: keyof SignInProviders): SignInProvider | null => {
    const clientId = env[`${name.toUpperCase() as Uppercase<typeof name>}_CLIENT_ID`];
    const clientSecret = env[`${name.toUpperCase() as Uppercase<typeof name>}_CLIENT_SECRET`];
    if (clientId && clientSecret) {
      const issuer = name === "microsoft" ? (env.MICROSOFT_ISSUER ?? issuers.microsoft) : issuers[name];
      return { issuer, clientId, clientSecret };
    }
    if (clientId || clientSecret) {
      throw new EnvironmentInvalid(
        `${name.toUpperCase()}_CLIENT_ID and ${name.toUpperCase()}_CLIENT_SECRET belong together: set both, or none.`,
      );
    }
    if (!sandboxOrigin) return null;
    return { issuer: `${sandboxOrigin}/sandbox/oidc/${name}`, clientId: "santral", clientSecret: "sandbox" };
  };
  return { telegram: read("telegram"), google: read("google"), microsoft: read("microsoft") };
}
