import { doorRoute } from "@/lib/door";

export const dynamic = "force-dynamic";
export { doorRoute as GET, doorRoute as POST, doorRoute as PUT };
