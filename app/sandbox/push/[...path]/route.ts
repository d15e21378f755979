import { doorRoute } from "@/lib/door";

export const dynamic = "force-dynamic";

/** The local push service, for hosts that run Next without the fast door. */
export const POST = doorRoute;
