import { notFound, redirect } from "next/navigation";
import type { NextRequest } from "next/server";
import { demoSlug, signIn } from "@/server/auth";
import { getRuntime } from "@/server/kernel";

/** One-click sign-in to the demo: `/sandbox/sign-in?role=owner`. Not there when the sandbox is off. */
export async function GET(request: NextRequest) {
  if (!getRuntime().env.isSandboxOn) notFound();
  await signIn("demo", { role: request.nextUrl.searchParams.get("role") ?? "owner", redirect: false });
  redirect(
    request.nextUrl.searchParams.get("to")?.match(/^\/w\/[\w/?=&-]*$/)?.[0] ?? `/w/${demoSlug}/conversations`,
  );
}
