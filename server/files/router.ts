import { router } from "@/server/trpc";
import { retryFileProcedure } from "./procedures";

export const filesRouter = router({
  retry: retryFileProcedure,
});
