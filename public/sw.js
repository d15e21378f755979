/**
 * The product's service worker: keeps the build's own files, whose names change with what is in them, and shows a page of
 * its own where there is no connection. It keeps nothing else: no page of a person, no answer of the API, no file.
 *
 * Registered as `/sw.js?build=…&lang=…` (components/shell/service-worker.tsx): another build or another language of the
 * reader is another worker, which takes over at once. Since pages always come from the server, what is shown after an
 * update is never old.
 *
 * A push is shown as it came (server/notifications); a press on it leads to its page.
 */
const parameters = new URL(self.location.href).searchParams;
const prefix = "santral-files-";
const cacheName = `${prefix}${parameters.get("build")}-${parameters.get("lang")}`;
/** The newest and the one before it: a tab of the build before still needs its files. */
const keptCaches = 2;
const offlinePath = "/offline";

const isOfBuild = (path) => path.startsWith("/_next/static/");

self.addEventListener("install", (event) => {
  event.waitUntil(keepOfflinePage().then(() => self.skipWaiting()));
});

self.addEventListener("activate", (event) => {
  event.waitUntil(
    Promise.all([dropOldCaches(), self.registration.navigationPreload?.enable()]).then(() =>
      self.clients.claim(),
    ),
  );
});

self.addEventListener("fetch", (event) => {
  const { request } = event;
  const { origin, pathname } = new URL(request.url);
  if (request.method !== "GET" || origin !== self.location.origin) return;
  if (isOfBuild(pathname)) event.respondWith(fromBuild(request));
  else if (request.mode === "navigate") event.respondWith(page(event));
});

self.addEventListener("push", (event) => {
  event.waitUntil(showPush(event.data));
});

self.addEventListener("notificationclick", (event) => {
  event.notification.close();
  event.waitUntil(openPage(event.notification.data?.path));
});

/** One that comes twice has the same tag, and is shown once. */
async function showPush(data) {
  let told;
  try {
    told = data?.json();
  } catch {
    // Not of our making; a browser wants something to be shown all the same.
  }
  const { id, title = "Santral", body = "", path = "/", lang = "", dir = "auto" } = told ?? {};
  await self.registration.showNotification(title, {
    ...{ body, lang, dir, tag: id, icon: "/icons/icon-192.png", badge: "/icons/icon-192.png" },
    data: { path },
  });
}

/** The tab of that workspace is brought to the front and goes there by itself, so that nothing half-written is lost. */
async function openPage(path) {
  const url = new URL(typeof path === "string" ? path : "/", self.location.origin);
  if (url.origin !== self.location.origin) return;
  const workspace = /^\/w\/[^/]+/.exec(url.pathname)?.[0];
  const tabs = await self.clients.matchAll({ type: "window", includeUncontrolled: true });
  const tab = tabs.find((one) => workspace && new URL(one.url).pathname.startsWith(`${workspace}/`));
  if (!tab) {
    await self.clients.openWindow(url.href);
    return;
  }
  await tab.focus();
  tab.postMessage({ kind: "open", path: url.pathname + url.search });
}

/** A file of a build never changes: once here, it is here. */
async function fromBuild(request) {
  const known = await caches.match(request);
  if (known) return known;
  const answer = await fetch(request);
  if (answer.ok && answer.type === "basic") {
    const cache = await caches.open(cacheName);
    await cache.put(request, answer.clone());
  }
  return answer;
}

/** A page is the server's; without a connection the one that says so. */
async function page(event) {
  try {
    return (await event.preloadResponse) ?? (await fetch(event.request));
  } catch {
    const cache = await caches.open(cacheName);
    return (await cache.match(offlinePath)) ?? Response.error();
  }
}

/** The page for later, with every file of the build that it names. */
async function keepOfflinePage() {
  const cache = await caches.open(cacheName);
  const answer = await fetch(offlinePath, {
    cache: "no-store",
  });
  if (!answer.ok) throw new Error(`The offline page answered ${answer.status}.`);
  const html = await answer.clone().text();
  const files = new Set(html.match(/\/_next\/static\/[\w./~-]+\.(?:js|css|woff2)/g));
  await cache.addAll([...files]);
  await cache.put(offlinePath, answer);
}

async function dropOldCaches() {
  const ours = (await caches.keys()).filter((name) => name.startsWith(prefix) && name !== cacheName);
  const kept = ours.slice(-(keptCaches - 1));
  await Promise.all(ours.filter((name) => !kept.includes(name)).map((name) => caches.delete(name)));
}
