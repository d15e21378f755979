import { headers } from "next/headers";
import { notFound, redirect } from "next/navigation";
import {
  fromHeaders,
  NotAnOperator,
  NotSignedIn,
  type OperatorCtx,
  openOperatorContext,
} from "@/server/kernel";

/** The operator who asks. A stranger is led to the way in and back; for everybody else the page does not exist. */
export async function openConsole(path: string): Promise<OperatorCtx & { session: { personId: string } }> {
  try {
    return await openOperatorContext({ request: fromHeaders(await headers()) });
  } catch (error) {
    if (error instanceof NotSignedIn) redirect(`/sign-in?next=${encodeURIComponent(path)}`);
    if (error instanceof NotAnOperator) notFound();
    throw error;
  }
}
