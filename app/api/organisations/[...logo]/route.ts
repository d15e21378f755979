import { doorRoute } from "@/lib/door";

export const dynamic = "force-dynamic";
export { doorRoute as DELETE, doorRoute as GET, doorRoute as PUT };
