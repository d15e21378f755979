import { redirect } from "next/navigation";

/** The panel opens where the work is. */
export default async function PanelPage({ params }: { params: Promise<{ workspace: string }> }) {
  redirect(`/w/${(await params).workspace}/conversations`);
}
