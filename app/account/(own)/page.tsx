import type { Metadata } from "next";
import { getTranslations } from "next-intl/server";
import { AccountScreen } from "@/components/account/account-screen";
import { findFirstPage, listProviders, readAccount } from "@/server/auth";
import { listPushDevices, pushPublicKey } from "@/server/notifications";
import {
  addDevice,
  askForAddress,
  changeOwnPassword,
  endOtherSessions,
  endSessionOf,
  linkAccount,
  removeDevice,
  signOutHere,
  unlink,
} from "../actions";
import { openAccount } from "../session";

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations("account"))("title") };
}

/** How one signs in, where one is signed in, and what happened. */
export default async function AccountPage(props: {
  searchParams: Promise<Record<string, string | string[] | undefined>>;
}) {
  const session = await openAccount("/account");
  const [{ error, with: provider, linked }, account, home, devices] = await Promise.all([
    props.searchParams,
    readAccount({ session }),
    findFirstPage(session.personId),
    listPushDevices({ session }),
  ]);
  const providers = listProviders();
  return (
    <AccountScreen
      account={account}
      providers={providers}
      home={home}
      arrival={{
        ...(typeof error === "string" && { code: error }),
        data: { provider: providers.find((one) => one === provider) },
      }}
      linked={providers.find((one) => one === linked) ?? null}
      push={{ devices, publicKey: pushPublicKey() }}
      deeds={{
        changePassword: changeOwnPassword,
        askForAddress,
        linkAccount,
        unlink,
        endSession: endSessionOf,
        endOthers: endOtherSessions,
        addPushDevice: addDevice,
        removePushDevice: removeDevice,
        signOut: signOutHere,
      }}
    />
  );
}
