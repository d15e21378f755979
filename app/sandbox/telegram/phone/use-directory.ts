"use client";

import { useCallback, useEffect, useState } from "react";
import type { Control, GroupEntry, PhoneBot, PhoneUser } from "./control";

const refreshMs = 5000;

export type Directory = {
  /** null while it is first read. */
  bots: PhoneBot[] | null;
  users: PhoneUser[];
  groups: GroupEntry[];
  search: string;
  setSearch: (search: string) => void;
  reload: () => Promise<void>;
};

/** The bots and the customers found, read again every few seconds: a bot may be connected meanwhile. */
export function useDirectory(control: Control): Directory {
  const [bots, setBots] = useState<PhoneBot[] | null>(null);
  const [users, setUsers] = useState<PhoneUser[]>([]);
  const [groups, setGroups] = useState<GroupEntry[]>([]);
  const [search, setSearch] = useState("");
  const reload = useCallback(async () => {
    const [foundBots, foundUsers, foundGroups] = await Promise.all([
      control.listBots(),
      control.findUsers(search),
      control.groups.list(),
    ]);
    setGroups(foundGroups);
    setBots(foundBots);
    setUsers(foundUsers);
  }, [control, search]);
  useEffect(() => {
    // A failed read keeps what is shown; the next one is never far.
    const read = () => void reload().catch(() => {});
    read();
    const timer = setInterval(() => document.visibilityState === "visible" && read(), refreshMs);
    return () => clearInterval(timer);
  }, [reload]);
  return { bots, users, groups, search, setSearch, reload };
}
