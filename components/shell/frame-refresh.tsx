"use client";

import { useRouter } from "next/navigation";
import { useLive } from "@/components/live";
import { refreshWhenServing } from "./refresh";

/** Asks for the frame again when a bot breaks or works again, in a group too; the frame is drawn by the server. */
export function FrameRefresh() {
  const router = useRouter();
  useLive(["channel/", "group/"], () => void refreshWhenServing(router));
  return null;
}
