"use client";

import Columns2 from "lucide-react/icons/columns-2";
import Smartphone from "lucide-react/icons/smartphone";
import { useTranslations } from "next-intl";
import { useCallback, useState } from "react";
import { PreferenceMenu } from "@/components/shell/preference-menu";
import { Button } from "@/components/ui/button";
import { Sheet } from "@/components/ui/sheet";
import { EmptyState } from "@/components/ui/states";
import { toast } from "@/components/ui/toast";
import type { Call } from "@/sandbox/telegram/records";
import type { Control, NewCustomer } from "./control";
import { Frame } from "./frame";
import { GroupPicker } from "./group-picker";
import { MessageListSkeleton } from "./message-list";
import { Picker } from "./picker";
import { Slot } from "./slot";
import { Tools } from "./tools";
import { useDirectory } from "./use-directory";

/** What a phone shows: whose it is, and a group instead of the bot's chat. */
type Held = { user: number | null; group: number | null };
type Chosen = { bot: string | null; user: number | null; group: number | null };

/** One phone or two between their margins: who writes to whom, and what the bot asked for. */
export function Phone(props: { control: Control; initial: Chosen; startPayload: string }) {
  const { control, initial } = props;
  const t = useTranslations("sandbox");
  const directory = useDirectory(control);
  const [botName, setBotName] = useState(initial.bot);
  const [phones, setPhones] = useState<readonly Held[]>([{ user: initial.user, group: initial.group }]);
  /** The phone that the choices on the left are for. */
  const [active, setActive] = useState(0);
  const [calls, setCalls] = useState<readonly Call[]>([]);
  const [isPicking, setIsPicking] = useState(false);

  const bot = directory.bots?.find(({ username }) => username === botName) ?? directory.bots?.[0] ?? null;
  const held = phones[active] ?? { user: null, group: null };
  const userId = held.user ?? directory.users[0]?.id ?? null;

  const choose = (change: Partial<Chosen>, phone = active) => {
    const { bot: username, ...rest } = change;
    if (username !== undefined) setBotName(username);
    const next = phones.map((one, index) => (index === phone ? { ...one, ...rest } : one));
    setPhones(next);
    const query = new URLSearchParams();
    const named = username ?? bot?.username;
    if (named) query.set("bot", named);
    if (next[0]?.user) query.set("user", String(next[0].user));
    if (next[0]?.group) query.set("group", String(next[0].group));
    window.history.replaceState(null, "", `?${query}`);
  };
  const create = async (work: () => Promise<Partial<Chosen>>) => {
    try {
      const made = await work();
      await directory.reload();
      choose(made);
      setIsPicking(false);
    } catch (error) {
      toast.failed(t("failed"), { detail: error instanceof Error ? error.message : t("failedHint") });
    }
  };
  const toggleSecond = () => {
    const other = directory.users.find(({ id }) => id !== userId)?.id ?? null;
    setActive(phones.length === 1 ? 1 : 0);
    setPhones(phones.length === 1 ? [...phones, { user: other, group: held.group }] : phones.slice(0, 1));
  };
  const takeCalls = useCallback((taken: readonly Call[]) => setCalls(taken), []);

  const picker = (
    <Picker
      bots={directory.bots ?? []}
      bot={bot}
      users={directory.users}
      userId={userId}
      search={directory.search}
      onSearch={directory.setSearch}
      onBot={(username) => choose({ bot: username })}
      onUser={(id) => {
        choose({ user: id });
        setIsPicking(false);
      }}
      onCreateBot={(name) => create(async () => ({ bot: (await control.createBot(name)).username }))}
      onCreateUser={(customer: NewCustomer) =>
        create(async () => ({ user: (await control.createUser(customer)).id }))
      }
      groups={
        userId !== null && (
          <GroupPicker
            groups={directory.groups}
            group={held.group}
            onGroup={(group) => {
              choose({ group });
              setIsPicking(false);
            }}
            onCreate={(input) =>
              create(async () => ({ group: (await control.groups.create({ ...input, owner: userId })).id }))
            }
          />
        )
      }
    />
  );
  const open = () => setIsPicking(true);

  return (
    <>
      <aside aria-label={t("who")} className="hidden min-h-0 overflow-y-auto px-6 pb-8 lg:block">
        {directory.bots && (
          <Button
            className="mb-5 w-full max-[84.99rem]:hidden"
            icon={<Columns2 aria-hidden size={16} />}
            onClick={toggleSecond}
            disabled={directory.users.length < 2}
          >
            {phones.length === 1 ? t("second.open") : t("second.close")}
          </Button>
        )}
        {directory.bots && picker}
      </aside>
      {bot && userId !== null ? (
        <main className="flex min-h-0 flex-1 justify-center gap-4 lg:items-center lg:px-4 lg:pb-6">
          <h1 className="sr-only lg:hidden">{t("title")}</h1>
          {phones.map((one, index) => (
            <Slot
              // biome-ignore lint/suspicious/noArrayIndexKey: the first phone and the second are what they are.
              key={index}
              control={control}
              bot={bot}
              users={directory.users}
              held={{ user: one.user ?? userId, group: one.group }}
              isSecond={index > 0}
              isActive={phones.length > 1 && index === active}
              startPayload={props.startPayload}
              onActive={() => setActive(index)}
              onBack={open}
              onMoved={(group) => choose({ group }, index)}
              onCalls={index === active ? takeCalls : undefined}
            />
          ))}
        </main>
      ) : (
        <main className="flex min-h-0 flex-1 justify-center lg:items-center lg:px-4 lg:pb-6">
          <h1 className="sr-only lg:hidden">{t("title")}</h1>
          <Frame>
            {directory.bots ? (
              <EmptyState
                className="m-auto"
                icon={<Smartphone aria-hidden size={20} />}
                title={bot ? t("customers.title") : t("bots.empty")}
                hint={bot ? t("customers.empty") : t("bots.emptyHint")}
                action={
                  <Button variant="primary" className="lg:hidden" onClick={open}>
                    {t("who")}
                  </Button>
                }
              />
            ) : (
              <MessageListSkeleton />
            )}
          </Frame>
        </main>
      )}
      {bot && (
        <aside aria-label={t("tools.label")} className="hidden min-h-0 overflow-y-auto px-6 pb-8 lg:block">
          <Tools control={control} bot={bot} calls={calls} />
        </aside>
      )}
      <Sheet
        open={isPicking}
        onOpenChange={setIsPicking}
        title={t("who")}
        description={t("whoHint")}
        footer={<PreferenceMenu />}
      >
        {picker}
      </Sheet>
    </>
  );
}
