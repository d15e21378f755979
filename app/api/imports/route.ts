import { handleImportUpload } from "@/server/imports";

export const dynamic = "force-dynamic";
export { handleImportUpload as POST };
