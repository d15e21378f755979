/** Runs once when the server starts, before the first request. A failure here ends the process with the reason. */
export async function register(): Promise<void> {
  if (process.env.NEXT_RUNTIME !== "nodejs") return;
  const { startProduct } = await import("./instrumentation-node");
  await startProduct();
}
