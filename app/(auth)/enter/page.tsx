import { redirect } from "next/navigation";
import { type Query, readNext } from "../arrival";

/** Where a provider's way ends: on to the page that was wanted, or to the person's workspace. */
export default async function EnterPage({ searchParams }: { searchParams: Query }) {
  await readNext(searchParams);
  redirect("/sign-in");
}
