import { ErrorsScreen } from "@/components/operator/errors-screen";
import { openConsole } from "../open-console";

/** What went wrong, and what takes long. */
export default async function ErrorsPage() {
  await openConsole("/operator/errors");
  return <ErrorsScreen />;
}
