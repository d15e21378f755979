import { doorRoute } from "@/lib/door";

export const dynamic = "force-dynamic";

export const GET = doorRoute;
