import { notFound, redirect } from "next/navigation";
import type { NextRequest } from "next/server";
import { signInToDemo } from "@/server/auth";
import { getRuntime } from "@/server/kernel";

/**
 * One-click sign-in to the demo: `/sandbox/sign-in?role=owner`, with `&workspace=demo-clinic` to another of its
 * workspaces. Not there when the sandbox is off.
 */
export async function GET(request: NextRequest) {
  const { searchParams } = request.nextUrl;
  const role = searchParams.get("role") ?? "owner";
  const entered = getRuntime().env.isSandboxOn
    ? await signInToDemo(role, searchParams.get("workspace") ?? undefined)
    : null;
  if (!entered) notFound();
  redirect(searchParams.get("to")?.match(/^\/w\/[\w/?=&-]*$/)?.[0] ?? `/w/${entered.slug}/conversations`);
}
