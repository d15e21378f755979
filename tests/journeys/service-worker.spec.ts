import { readFileSync } from "node:fs";
import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { join } from "node:path";
import type { Request } from "@playwright/test";
import { enter, expect, test } from "../fixtures/journey.ts";
import { text } from "../fixtures/texts.ts";

const worker = readFileSync(join(import.meta.dirname, "../../public/sw.js"), "utf8");

test.describe("a browser that loses its connection", () => {
  // And says so in its console.
  test.use({ mayComplain: true });

  test("without a connection the panel says what is kept, and is back with it", async ({ page, context }) => {
    await enter(page, "conversations");
    await page.evaluate(() => navigator.serviceWorker.ready);
    await page.reload();
    const kept = await page.evaluate(async () => {
      const names = await caches.keys();
      const requests = await Promise.all(names.map(async (name) => (await caches.open(name)).keys()));
      return requests.flat().map(({ url }) => new URL(url).pathname);
    });
    expect(kept.length).toBeGreaterThan(5);
    expect(kept.filter((path) => path !== "/offline" && !path.startsWith("/_next/static/"))).toEqual([]);

    await context.setOffline(true);
    await page.goto("/w/demo/customers").catch(() => {});
    await expect(page.getByRole("heading", { name: text("offline.title") })).toBeVisible();
    await context.setOffline(false);
    await expect(page.getByRole("heading", { name: text("imports.customersPage.title") })).toBeVisible();
  });

  test("a page that is asked for without a connection is waited for in this one, which says so", async ({
    page,
    context,
  }) => {
    // What the page asks for by itself, once it is ready.
    const isReady = page.waitForResponse(/tasks\.list/);
    await enter(page, "tasks");
    await isReady;
    await page.evaluate(() => Object.assign(window, { hasLived: true }));
    await context.setOffline(true);
    await page
      .getByRole("navigation", { name: text("shell.navigation") })
      .getByRole("link", { name: text("shell.pages.customers") })
      .click();
    const bar = page.getByText(text("common.noConnection"));
    await expect(bar).toBeVisible();
    await context.setOffline(false);
    await expect(page.getByRole("heading", { name: text("imports.customersPage.title") })).toBeVisible();
    await expect(bar).toBeHidden();
    expect(await page.evaluate(() => Reflect.get(window, "hasLived"))).toBe(true);
  });

  test("a server that goes right before a page is drawn anew takes nothing half-written with it", async ({
    page,
  }) => {
    await enter(page, "tasks");
    // It answers that it is well, and is gone when the page is fetched.
    const isOfPage = (request: Request) => {
      const { rsc, "next-router-prefetch": isPrefetch } = request.headers();
      return rsc !== undefined && isPrefetch === undefined;
    };
    await page.route("**/*", (route) =>
      isOfPage(route.request()) ? route.abort("connectionrefused") : route.fallback(),
    );
    await page.evaluate(() => Object.assign(window, { hasLived: true }));
    await page.getByRole("button", { name: new RegExp(text("shell.user.menu", { name: ".*" })) }).click();
    const refused = page.waitForEvent("requestfailed", isOfPage);
    await page.getByRole("menuitemradio", { name: "English" }).click();
    await refused;
    await page.unrouteAll();
    await expect(page.locator("html")).toHaveAttribute("lang", "en");
    expect(await page.evaluate(() => Reflect.get(window, "hasLived"))).toBe(true);
  });
});

test.describe("two builds", () => {
  test("the newer one is shown at once; the files of the one before stay for its open tabs, older ones go", async ({
    page,
  }) => {
    const site = await openSite();
    try {
      const filesOf = () =>
        page.evaluate(async () => {
          const names = await caches.keys();
          const requests = await Promise.all(names.map(async (name) => (await caches.open(name)).keys()));
          return requests.flat().map(({ url }) => new URL(url).pathname);
        });
      for (const build of ["a", "b", "c"]) {
        site.build = build;
        await page.goto(site.origin);
        await expect(page.locator("h1")).toHaveText(`build ${build}`);
        await page.waitForFunction(
          (wanted) => navigator.serviceWorker.controller?.scriptURL.includes(`build=${wanted}`),
          build,
        );
        // The script of this build, again, now by way of the worker; and an answer that must not be kept.
        await page.reload();
        await expect(page.locator("h1")).toHaveText(`build ${build}`);
        await page.evaluate(() => fetch("/api/data"));
      }
      const files = await filesOf();
      expect(files).toContain("/_next/static/c.js");
      expect(files).toContain("/_next/static/b.js");
      expect(files).not.toContain("/_next/static/a.js");
      expect(files.filter((path) => path.startsWith("/api/") || path === "/")).toEqual([]);
    } finally {
      await site.close();
    }
  });
});

/** A site of one page and one script, whose build can be changed under an open browser. */
async function openSite() {
  const site = { build: "a", origin: "", close: async () => {} };
  const server: Server = createServer((request, response) => {
    const { pathname } = new URL(request.url ?? "/", "http://local");
    const send = (type: string, body: string) => response.writeHead(200, { "content-type": type }).end(body);
    if (pathname === "/sw.js") return send("text/javascript", worker);
    if (pathname.startsWith("/_next/static/")) {
      const name = pathname.slice("/_next/static/".length).replace(".js", "");
      return send(
        "text/javascript",
        `document.querySelector("h1").textContent = "build ${name}"; navigator.serviceWorker.register("/sw.js?build=${name}&lang=tr");`,
      );
    }
    if (pathname.startsWith("/api/")) return send("application/json", "{}");
    if (pathname === "/favicon.ico") return response.writeHead(204).end();
    const title = pathname === "/offline" ? "offline" : "page";
    send(
      "text/html",
      `<!doctype html><title>${title}</title><h1></h1><script src="/_next/static/${site.build}.js"></script>`,
    );
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  site.origin = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  site.close = () =>
    new Promise((resolve) => {
      server.closeAllConnections();
      server.close(() => resolve());
    });
  return site;
}
