"use client";

import { useSearchParams } from "next/navigation";

/** The bot that is open, as the address bar says: `?bot=chn_…`. */
export function useChannelAddress() {
  const channelId = useSearchParams().get("bot");
  function open(id: string | null) {
    const query = id === null ? "" : `?${new URLSearchParams({ bot: id })}`;
    const address = `${window.location.pathname}${query}`;
    // Opening is a step to go back from; closing is not another one.
    if (id === null) window.history.replaceState(null, "", address);
    else window.history.pushState(null, "", address);
  }
  return { channelId, open };
}
