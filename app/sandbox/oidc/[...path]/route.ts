import { doorRoute } from "@/lib/door";

export const dynamic = "force-dynamic";

/** The local providers of sign-ins, for hosts that run Next without the fast door. */
export const GET = doorRoute;
export const POST = doorRoute;
