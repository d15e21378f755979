import { router } from "@/server/trpc";
import { tellPresenceProcedure } from "./procedures";

export const presenceRouter = router({ tell: tellPresenceProcedure });
