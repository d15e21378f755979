import type { FormAnswer, FormDeed } from "@/components/auth/form-answer";
import type { Method } from "@/server/auth/rules";

export type ProviderName = "telegram" | "google" | "microsoft";

/** What the page knows of its reader; plain data, filled by the server. */
export type AccountData = {
  displayName: string;
  address: string | null;
  passwordChangedAt: string | null;
  accounts: { provider: ProviderName; label: string; lastUsedAt: string }[];
  removable: Method[];
  sessions: SessionData[];
  events: { id: string; what: string; detail: string | null; network: string | null; at: string }[];
};

/** A browser that notifications come to. */
export type PushDeviceData = {
  id: string;
  mark: string;
  browser: string | null;
  system: string | null;
  createdAt: string;
};

export type SessionData = {
  id: string;
  isCurrent: boolean;
  method: string;
  browser: string | null;
  system: string | null;
  network: string | null;
  country: string | null;
  startedAt: string;
  lastSeenAt: string;
};

/** What can be done here; each shows the page anew. */
export type AccountDeeds = {
  changePassword: FormDeed;
  askForAddress: FormDeed;
  linkAccount: (provider: string) => Promise<FormAnswer>;
  unlink: (method: Method) => Promise<FormAnswer>;
  endSession: (sessionId: string) => Promise<FormAnswer>;
  endOthers: () => Promise<FormAnswer>;
  addPushDevice: (subscription: {
    endpoint: string;
    keys: { p256dh: string; auth: string };
  }) => Promise<FormAnswer>;
  removePushDevice: (deviceId: string) => Promise<FormAnswer>;
  signOut: () => Promise<void>;
};
