import type { Metadata } from "next";
import { getTranslations } from "next-intl/server";
import { CustomersScreen } from "@/components/customers/customers-screen";
import { Messages } from "@/lib/i18n/messages";

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations("imports"))("customersPage.title") };
}

/** The workspace's customers: finding one, and importing a file. */
export default function CustomersPage() {
  return (
    <Messages domains={["customers", "imports", "stores", "tasks"]}>
      <CustomersScreen />
    </Messages>
  );
}
