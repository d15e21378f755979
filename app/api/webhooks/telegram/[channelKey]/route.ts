import { doorRoute } from "@/lib/door";

export { doorRoute as POST };
