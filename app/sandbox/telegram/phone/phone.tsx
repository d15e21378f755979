"use client";

import Smartphone from "lucide-react/icons/smartphone";
import { useTranslations } from "next-intl";
import { useEffect, useState } from "react";
import { PreferenceMenu } from "@/components/shell/preference-menu";
import { Button } from "@/components/ui/button";
import { Sheet } from "@/components/ui/sheet";
import { EmptyState } from "@/components/ui/states";
import { toast } from "@/components/ui/toast";
import { CallLog } from "./call-log";
import { ChatScreen } from "./chat-screen";
import type { Control, NewCustomer, PhoneBot, PhoneUser } from "./control";
import { MessageListSkeleton } from "./message-list";
import { Picker } from "./picker";
import { useChat } from "./use-chat";
import { useDirectory } from "./use-directory";

type Chosen = { bot: string | null; user: number | null };

/** The phone between its two margins: who writes to whom, and what the bot asked for. */
export function Phone(props: { control: Control; initial: Chosen; startPayload: string }) {
  const { control } = props;
  const t = useTranslations("sandbox");
  const directory = useDirectory(control);
  const [chosen, setChosen] = useState(props.initial);
  const [isPicking, setIsPicking] = useState(false);
  /** Kept apart from the list, which a search may narrow. */
  const [user, setUser] = useState<PhoneUser | null>(null);

  const bot = directory.bots?.find(({ username }) => username === chosen.bot) ?? directory.bots?.[0] ?? null;
  useEffect(() => {
    const found = directory.users.find(({ id }) => id === chosen.user);
    if (found) setUser(found);
    else if (chosen.user === null) setUser(directory.users[0] ?? null);
    else if (user?.id !== chosen.user) {
      void control.findUsers(String(chosen.user)).then(
        (users) => setUser((before) => users.find(({ id }) => id === chosen.user) ?? before),
        () => {},
      );
    }
  }, [control, directory.users, chosen.user, user?.id]);

  const choose = (change: Partial<Chosen>) => {
    const next = { bot: bot?.username ?? null, user: user?.id ?? null, ...change };
    setChosen(next);
    const query = new URLSearchParams();
    if (next.bot) query.set("bot", next.bot);
    if (next.user) query.set("user", String(next.user));
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

  const picker = (
    <Picker
      bots={directory.bots ?? []}
      bot={bot}
      users={directory.users}
      user={user}
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
    />
  );
  const open = () => setIsPicking(true);

  return (
    <>
      <aside aria-label={t("who")} className="hidden min-h-0 overflow-y-auto px-6 pb-8 lg:block">
        {directory.bots && picker}
      </aside>
      {bot && user ? (
        <OpenChat control={control} bot={bot} user={user} startPayload={props.startPayload} onBack={open} />
      ) : (
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

function OpenChat(props: {
  control: Control;
  bot: PhoneBot;
  user: PhoneUser;
  startPayload: string;
  onBack: () => void;
}) {
  const { control, bot, user } = props;
  const chat = useChat(control, bot.username, user.id);
  const t = useTranslations("sandbox.calls");
  return (
    <>
      <Frame>
        <ChatScreen key={`${bot.username} ${user.id}`} {...props} chat={chat} />
      </Frame>
      <aside aria-label={t("title")} className="hidden min-h-0 overflow-y-auto px-6 pb-8 lg:block">
        <CallLog calls={chat.calls} />
      </aside>
    </>
  );
}

/** A phone on wide screens; on a phone, the screen itself. */
function Frame({ children }: { children: React.ReactNode }) {
  const t = useTranslations("sandbox");
  return (
    <main className="flex min-h-0 flex-1 justify-center lg:items-center lg:px-4 lg:pb-6">
      <h1 className="sr-only lg:hidden">{t("title")}</h1>
      <div className="flex w-full flex-col overflow-hidden bg-sunken lg:h-full lg:max-h-[54rem] lg:w-[26rem] lg:rounded-[2.5rem] lg:bg-raised lg:p-2.5 lg:shadow-float">
        <div className="flex min-h-0 flex-1 flex-col overflow-hidden lg:rounded-[2rem] lg:border lg:border-line">
          {children}
        </div>
      </div>
    </main>
  );
}
