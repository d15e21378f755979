import type { APIResponse } from "@playwright/test";
import { answerHeaders, documentHeaders, pagePolicy } from "../../lib/security-headers.mjs";
import { enter, expect, test } from "../fixtures/journey.ts";
import { listPages, listRoutes } from "../fixtures/pages.ts";
import { text } from "../fixtures/texts.ts";

const nonceOf = (policy = "") => /'nonce-([^']+)'/.exec(policy)?.[1] ?? "";

/** Once each: two policies would both be in force, and two of another header neither. */
function headersOf(answer: APIResponse): Record<string, string> {
  const names = answer.headersArray().map(({ name }) => name.toLowerCase());
  const watched = [...Object.keys(documentHeaders()), "strict-transport-security"];
  expect(watched.filter((name) => names.filter((one) => one === name).length > 1)).toEqual([]);
  return answer.headers();
}

test("every page has a policy of its own, and its scripts carry the nonce of this view", async ({ page }) => {
  await enter(page, "conversations");
  const { "content-security-policy": _policy, ...others } = documentHeaders();
  const nonces = new Set<string>();
  const addresses = [...listPages(), "/no/such/page", "/w/no-such-workspace"];
  for (const path of addresses) {
    const answer = await page.request.get(path);
    const headers = headersOf(answer);
    const nonce = nonceOf(headers["content-security-policy"]);
    expect(nonce.length, path).toBeGreaterThanOrEqual(24);
    expect(headers, path).toMatchObject({
      ...others,
      "content-security-policy": pagePolicy(nonce, { isDev: false }),
    });
    expect(headers["x-powered-by"], path).toBeUndefined();
    const scripts = (await answer.text()).match(/<script\b[^>]*>/g) ?? [];
    expect(scripts.length, path).toBeGreaterThan(0);
    expect(
      scripts.filter((tag) => !tag.includes(`nonce="${nonce}"`)),
      path,
    ).toEqual([]);
    nonces.add(nonce);
  }
  expect(nonces.size).toBe(addresses.length);
});

test("what is no page may run, load and frame nothing, an error neither", async ({ page }) => {
  await enter(page, "conversations");
  const addresses = [
    ...listRoutes().filter((path) => !["/api/live", "/sandbox/sign-in", "/embed/made-up"].includes(path)),
    "/sandbox/demo",
    "/sandbox/runtime",
    "/sandbox/telegram/control/users",
    "/sandbox/telegram/bot1:x/getMe",
    "/api/trpc/no.such",
    "/api/files/fil_no",
    "/api/no-such-route",
    "/w/%zz",
    "/icon.svg",
    "/favicon.ico",
    "/fonts/inter-latin.woff2",
  ];
  for (const path of addresses) {
    for (const method of ["GET", "POST"]) {
      const answer = await page.request.fetch(path, { method, maxRedirects: 0 });
      const headers = headersOf(answer);
      const { "content-security-policy": policy = "", ...others } = headers;
      const { "content-security-policy": _policy, ...expected } = answerHeaders();
      expect(others, `${method} ${path}`).toMatchObject(expected);
      // A route may end as the page that says that nothing is there.
      expect(policy, `${method} ${path}`).toMatch(/^default-src 'none';/);
      if (!headers["content-type"]?.startsWith("text/html")) {
        expect(policy.replace(nonceOf(policy), "…"), `${method} ${path}`).not.toContain("unsafe-eval");
      }
    }
  }
});

test("a link to figures that is none of ours is framed by nobody", async ({ page }) => {
  const headers = headersOf(await page.request.get("/embed/made-up"));
  expect(headers).toMatchObject({
    ...answerHeaders(),
    "content-security-policy": expect.any(String),
    "referrer-policy": "no-referrer",
  });
  expect(headers["content-security-policy"]).toMatch(/^default-src 'none';.*frame-ancestors 'none'$/);
});

test("the live stream and its refusal carry the same headers", async ({ page }) => {
  const refused = await page.request.get("/api/live?workspace=demo");
  expect(refused.status()).toBe(401);
  expect(headersOf(refused)).toMatchObject(answerHeaders());
});

test.describe("a text that became markup", () => {
  test.use({ mayComplain: true });

  test("runs nothing, sends nothing away and loads nothing from elsewhere", async ({ page }) => {
    await enter(page, "conversations");
    const stopped = await page.evaluate(async () => {
      const seen = new Set<string>();
      document.addEventListener("securitypolicyviolation", (event) => seen.add(event.effectiveDirective));
      const place = document.body.appendChild(document.createElement("div"));
      place.innerHTML = `
        <img src="/no-such-picture" onerror="window.hit = 'handler'">
        <img src="http://localhost:9/away.png">
        <iframe src="http://localhost:9/frame"></iframe>
        <iframe srcdoc="<script>parent.hit = 'srcdoc'</script>"></iframe>
        <object data="http://localhost:9/object"></object>
        <style>body { display: none }</style>
        <base href="http://localhost:9/">
        <form action="http://localhost:9/form"><button>x</button></form>`;
      place.querySelector("button")?.click();
      await fetch("http://localhost:9/away").catch(() => {});
      const isDone = () => seen.has("form-action") && seen.has("object-src");
      for (let tries = 0; tries < 50 && !isDone(); tries += 1)
        await new Promise((resolve) => setTimeout(resolve, 100));
      place.remove();
      return [...seen].sort();
    });
    expect(stopped).toEqual([
      "base-uri",
      "connect-src",
      "form-action",
      "frame-src",
      "img-src",
      "object-src",
      "script-src-attr",
      "style-src-elem",
    ]);
    expect(await page.evaluate(() => Reflect.get(window, "hit"))).toBeUndefined();
    expect(await page.evaluate(() => getComputedStyle(document.body).display)).not.toBe("none");
  });
});

test.describe("the frame itself fails", () => {
  test.use({ mayComplain: true, locale: "en-GB" });

  test("the reader is told so in the product's look and their language, and is helped back", async ({
    page,
  }) => {
    await page.addInitScript(() => {
      const listen = document.addEventListener.bind(document);
      document.addEventListener = (...given: Parameters<typeof listen>) => {
        // The list of remarks stands in the frame around every page; its keys are known by how they are compared.
        const isFrame = given[0] === "keydown" && String(given[1]).includes(".every(");
        if (isFrame && !sessionStorage.getItem("mended")) throw new Error("Planted.");
        listen(...given);
      };
    });
    await page.goto("/sandbox/sign-in?role=owner&to=/w/demo/settings");
    const alert = page.getByRole("alert").filter({ hasText: text("failure.title", {}, "en") });
    await expect(alert).toBeVisible();
    await expect(page.locator("html")).toHaveAttribute("lang", "en");
    await page.evaluate(() => sessionStorage.setItem("mended", "yes"));
    await page.getByRole("button", { name: text("common.retry", {}, "en") }).click();
    await expect(alert).toHaveCount(0);
    await expect(page.getByRole("heading", { level: 1 })).toBeVisible();
  });
});
