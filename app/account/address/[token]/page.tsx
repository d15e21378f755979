import type { Metadata } from "next";
import { getTranslations } from "next-intl/server";
import { ConfirmAddress } from "@/components/account/confirm-address";
import { AuthFrame } from "@/components/auth/auth-frame";
import { WorthlessLink } from "@/components/auth/worthless-link";
import { readLink } from "@/server/auth";
import { confirmOwnAddress } from "../../actions";
import { openAccount } from "../../session";

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations("account"))("address.confirmTitle"), referrer: "no-referrer" };
}

/** Behind the link that proves a new address. */
export default async function AddressPage({ params }: { params: Promise<{ token: string }> }) {
  const { token } = await params;
  const session = await openAccount(`/account/address/${token}`);
  const read = await readLink(token, "address");
  const isOwn = read.state === "good" && read.link.personId === session.personId;
  return (
    <AuthFrame>
      {read.state === "good" && isOwn ? (
        <ConfirmAddress token={token} address={read.link.address} confirm={confirmOwnAddress} />
      ) : (
        <WorthlessLink state={read.state === "good" ? "unknown" : read.state} again="/account" />
      )}
    </AuthFrame>
  );
}
