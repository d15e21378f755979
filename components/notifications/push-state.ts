/** What this browser says of notifications. */
export type PushState =
  | { kind: "unsupported" }
  /** On a phone of Apple's they come to an app on the home screen only. */
  | { kind: "install" }
  | { kind: "denied" }
  | { kind: "off" }
  | { kind: "on"; subscription: PushSubscription };

export async function readPushState(): Promise<PushState> {
  // An iPad calls itself a Mac, and is the only one with a screen to touch.
  const isPad = /Macintosh/.test(navigator.userAgent) && navigator.maxTouchPoints > 1;
  const isApple = isPad || /iPhone|iPad|iPod/.test(navigator.userAgent);
  const isInstalled = window.matchMedia("(display-mode: standalone)").matches;
  if (!("serviceWorker" in navigator) || !("PushManager" in window) || !("Notification" in window))
    return isApple && !isInstalled ? { kind: "install" } : { kind: "unsupported" };
  if (Notification.permission === "denied") return { kind: "denied" };
  const worker = await navigator.serviceWorker.getRegistration();
  if (!worker) return { kind: "unsupported" };
  const subscription = await worker.pushManager.getSubscription();
  return subscription && Notification.permission === "granted"
    ? { kind: "on", subscription }
    : { kind: "off" };
}

/** Asks for the permission, which a browser allows after a press only, and subscribes. Null: the reader said no. */
export async function subscribeToPush(publicKey: string): Promise<PushSubscription | null> {
  if ((await Notification.requestPermission()) !== "granted") return null;
  const worker = await navigator.serviceWorker.ready;
  // One of other keys would be refused; a subscription has one sender.
  await (await worker.pushManager.getSubscription())?.unsubscribe();
  return worker.pushManager.subscribe({ userVisibleOnly: true, applicationServerKey: publicKey });
}

/** A subscription as the server takes it. */
export function toPushInput(subscription: PushSubscription) {
  const { endpoint = "", keys = {} } = subscription.toJSON();
  return { endpoint, keys: { p256dh: keys.p256dh ?? "", auth: keys.auth ?? "" } };
}

/** By which the server's list names the same subscription. */
export async function markOfEndpoint(endpoint: string): Promise<string> {
  const bytes = new Uint8Array(await crypto.subtle.digest("SHA-256", new TextEncoder().encode(endpoint)));
  return [...bytes.subarray(0, 16)].map((byte) => byte.toString(16).padStart(2, "0")).join("");
}
