"use client";

import Plus from "lucide-react/icons/plus";
import { useTranslations } from "next-intl";
import { type FormEvent, useState } from "react";
import { Avatar } from "@/components/ui/avatar";
import { Button } from "@/components/ui/button";
import { cn } from "@/components/ui/cn";
import { Field } from "@/components/ui/field";
import { Input } from "@/components/ui/input";
import { Select } from "@/components/ui/select";
import type { GroupEntry, GroupKind } from "./control";

const kinds: readonly GroupKind[] = ["supergroup", "group", "channel"];

/** The groups that there are, and how to make one. */
export function GroupPicker(props: {
  groups: readonly GroupEntry[];
  group: number | null;
  onGroup: (id: number | null) => void;
  onCreate: (input: { title: string; type: GroupKind }) => Promise<void>;
}) {
  const t = useTranslations("sandbox.groups");
  const [isNew, setIsNew] = useState(false);
  const shown = props.groups.filter(({ migratedTo, isDeleted }) => migratedTo === undefined && !isDeleted);
  return (
    <section className="flex flex-col gap-3">
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
      {isNew && <GroupForm onCreate={(input) => props.onCreate(input).then(() => setIsNew(false))} />}
      {shown.length === 0 && !isNew && <p className="text-ink-muted">{t("empty")}</p>}
      <ul className="-mx-2 flex flex-col gap-px">
        {shown.map((one) => (
          <li key={one.id}>
            <button
              type="button"
              aria-pressed={one.id === props.group}
              onClick={() => props.onGroup(one.id === props.group ? null : one.id)}
              className={cn(
                "flex w-full items-center gap-3 rounded-lg px-2 py-1.5 text-start transition-colors max-sm:min-h-11",
                one.id === props.group ? "bg-accent-soft" : "hover:bg-hover",
              )}
            >
              <Avatar name={one.title} size={32} />
              <span className="min-w-0 flex-1">
                <span className="block truncate font-medium">
                  <bdi>{one.title}</bdi>
                </span>
                <span className="block truncate text-ink-muted text-sm">
                  {t(`kinds.${one.type}`)} · {t("members", { count: one.memberCount })}
                </span>
              </span>
            </button>
          </li>
        ))}
      </ul>
    </section>
  );
}

function GroupForm({ onCreate }: { onCreate: (input: { title: string; type: GroupKind }) => Promise<void> }) {
  const t = useTranslations("sandbox.groups");
  const [title, setTitle] = useState("");
  const [type, setType] = useState<GroupKind>("supergroup");
  const submit = (event: FormEvent) => {
    event.preventDefault();
    void onCreate({ title: title.trim(), type });
  };
  return (
    <form onSubmit={submit} className="flex flex-col gap-3 rounded-lg border border-line bg-surface p-3">
      <Field label={t("name")}>
        <Input
          required
          maxLength={128}
          placeholder={t("namePlaceholder")}
          value={title}
          onChange={({ currentTarget }) => setTitle(currentTarget.value)}
        />
      </Field>
      <Field label={t("kind")}>
        <Select
          items={kinds.map((kind) => ({ value: kind, label: t(`kinds.${kind}`) }))}
          value={type}
          onValueChange={setType}
        />
      </Field>
      <p className="text-ink-faint text-sm">{t("ownerHint")}</p>
      <Button type="submit" className="self-end">
        {t("create")}
      </Button>
    </form>
  );
}
