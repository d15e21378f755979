import { router } from "@/server/trpc";
import { searchMessagesProcedure } from "./procedures";

export const searchRouter = router({ messages: searchMessagesProcedure });
