import { doorRoute } from "@/lib/door";

export const dynamic = "force-dynamic";

/** The local mail's control API, for hosts that run Next without the fast door. */
export const GET = doorRoute;
export const POST = doorRoute;
