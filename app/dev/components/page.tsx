import { notFound } from "next/navigation";
import { Messages } from "@/lib/i18n/messages";
import { getRuntime } from "@/server/kernel";
import { Gallery } from "./gallery";

export const metadata = { title: "Components" };

/** Every primitive in its states, for those who build with them; not there in production. */
export default function ComponentsPage() {
  if (getRuntime().env.mode === "production") notFound();
  return (
    <Messages domains={["shell"]}>
      <Gallery />
    </Messages>
  );
}
