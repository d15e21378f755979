import { notFound, redirect } from "next/navigation";
import type { NextRequest } from "next/server";
import { demoSlug, signInToDemo } from "@/server/auth";
import { getRuntime } from "@/server/kernel";

/** One-click sign-in to the demo: `/sandbox/sign-in?role=owner`. Not there when the sandbox is off. */
export async function GET(request: NextRequest) {
  const { searchParams } = request.nextUrl;
  if (!getRuntime().env.isSandboxOn || !(await signInToDemo(searchParams.get("role") ?? "owner"))) notFound();
  redirect(searchParams.get("to")?.match(/^\/w\/[\w/?=&-]*$/)?.[0] ?? `/w/${demoSlug}/conversations`);
}
