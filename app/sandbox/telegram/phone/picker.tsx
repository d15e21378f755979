"use client";

import Plus from "lucide-react/icons/plus";
import { useTranslations } from "next-intl";
import { type FormEvent, type ReactNode, useState } from "react";
import { Avatar } from "@/components/ui/avatar";
import { StatusDot } from "@/components/ui/badge";
import { Button } from "@/components/ui/button";
import { cn } from "@/components/ui/cn";
import { CopyButton } from "@/components/ui/copy-button";
import { Field } from "@/components/ui/field";
import { Input, SearchInput } from "@/components/ui/input";
import { Select } from "@/components/ui/select";
import type { NewCustomer, PhoneBot, PhoneUser } from "./control";
import { CustomerForm } from "./customer-form";

export type PickerProps = {
  bots: readonly PhoneBot[];
  bot: PhoneBot | null;
  users: readonly PhoneUser[];
  userId: number | null;
  search: string;
  onSearch: (search: string) => void;
  onBot: (username: string) => void;
  onUser: (id: number) => void;
  onCreateBot: (name: string) => Promise<void>;
  onCreateUser: (customer: NewCustomer) => Promise<void>;
  /** Shown between the bots and the customers, whose list is long. */
  groups: ReactNode;
};

/** Which bot, and who writes to it. */
export function Picker(props: PickerProps) {
  return (
    <div className="flex flex-col gap-8">
      <BotPicker {...props} />
      {props.groups}
      <UserPicker {...props} />
    </div>
  );
}

function BotPicker({ bots, bot, onBot, onCreateBot }: PickerProps) {
  const t = useTranslations("sandbox.bots");
  const title = useTranslations("sandbox")("bot");
  const [isNew, setIsNew] = useState(false);
  return (
    <section className="flex flex-col gap-3">
      <header className="-me-2.5 flex h-8 items-center justify-between">
        <h2 className="font-semibold">{title}</h2>
        <Button
          size="sm"
          variant="ghost"
          icon={<Plus aria-hidden size={16} />}
          onClick={() => setIsNew(!isNew)}
        >
          {t("new")}
        </Button>
      </header>
      {bots.length > 0 && (
        <Select
          label={title}
          items={bots.map(({ username, name }) => ({ value: username, label: name, hint: `@${username}` }))}
          value={bot?.username ?? null}
          placeholder={t("choose")}
          onValueChange={onBot}
        />
      )}
      {bots.length === 0 && (
        <p className="text-ink-muted">
          {t("empty")}. {t("emptyHint")}
        </p>
      )}
      {(isNew || bots.length === 0) && (
        <BotForm onCreate={(name) => onCreateBot(name).then(() => setIsNew(false))} />
      )}
      {bot && (
        <div className="flex flex-col gap-2 text-sm">
          <div className="flex items-center justify-between gap-2">
            <span dir="ltr" className="truncate text-ink-muted">
              @{bot.username}
            </span>
            {bot.webhook ? (
              <StatusDot tone="success" label={t("webhook")} />
            ) : (
              <StatusDot tone="warn" label={t("noWebhook")} />
            )}
          </div>
          {bot.pending > 0 && <p className="text-warn">{t("pending", { count: bot.pending })}</p>}
          {!bot.webhook && (
            <>
              <CopyButton value={bot.token} label={t("token")} showValue />
              <p className="text-ink-faint">{t("tokenHint")}</p>
            </>
          )}
        </div>
      )}
    </section>
  );
}

function BotForm({ onCreate }: { onCreate: (name: string) => Promise<void> }) {
  const t = useTranslations("sandbox.bots");
  const [name, setName] = useState("");
  const submit = (event: FormEvent) => {
    event.preventDefault();
    void onCreate(name.trim());
  };
  return (
    <form onSubmit={submit} className="flex items-end gap-2">
      <Field label={t("name")} className="flex-1">
        <Input
          required
          maxLength={64}
          placeholder={t("namePlaceholder")}
          value={name}
          onChange={({ currentTarget }) => setName(currentTarget.value)}
        />
      </Field>
      <Button type="submit">{t("create")}</Button>
    </form>
  );
}

function UserPicker({ users, userId, search, onSearch, onUser, onCreateUser }: PickerProps) {
  const t = useTranslations("sandbox.customers");
  const [isNew, setIsNew] = useState(false);
  const isEmpty = users.length === 0 && search === "";
  return (
    <section className="flex min-h-0 flex-col gap-3">
      <header className="-me-2.5 flex h-8 items-center justify-between">
        <h2 className="font-semibold">{t("title")}</h2>
        <Button
          size="sm"
          variant="ghost"
          icon={<Plus aria-hidden size={16} />}
          onClick={() => setIsNew(!isNew)}
        >
          {t("new")}
        </Button>
      </header>
      {(isNew || isEmpty) && (
        <div className="rounded-lg border border-line bg-surface p-3">
          {isEmpty && <p className="mb-3 text-ink-muted">{t("empty")}</p>}
          <CustomerForm onCreate={(customer) => onCreateUser(customer).then(() => setIsNew(false))} />
        </div>
      )}
      {!isEmpty && <SearchInput label={t("search")} value={search} onValueChange={onSearch} />}
      {users.length === 0 && !isEmpty && <p className="px-2 text-ink-muted">{t("none")}</p>}
      <ul className="-mx-2 flex flex-col gap-px">
        {users.map((one) => (
          <li key={one.id}>
            <button
              type="button"
              aria-pressed={one.id === userId}
              onClick={() => onUser(one.id)}
              className={cn(
                "flex w-full items-center gap-3 rounded-lg px-2 py-1.5 text-start transition-colors max-sm:min-h-11",
                one.id === userId ? "bg-accent-soft" : "hover:bg-hover",
              )}
            >
              <Avatar name={`${one.first_name} ${one.last_name ?? ""}`} size={32} />
              <span className="min-w-0 flex-1">
                <span className="block truncate font-medium">
                  <bdi>
                    {one.first_name} {one.last_name}
                  </bdi>
                </span>
                <span className="block truncate text-ink-muted text-sm tabular-nums">
                  <bdi dir="ltr">{one.phone ?? one.id}</bdi>
                </span>
              </span>
              <span className="text-ink-faint text-xs uppercase">{one.language_code}</span>
            </button>
          </li>
        ))}
      </ul>
    </section>
  );
}
