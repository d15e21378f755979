import { ask, enter, expect, type Role, test } from "../fixtures/journey.ts";
import { text } from "../fixtures/texts.ts";

const cookieName = "authjs.session-token";
const roles: Role[] = ["owner", "admin", "supervisor", "support", "analyst"];

type Member = { displayName: string; role: Role; isYou: boolean };

test("each role enters the demo by one click, and only the demo", async ({ page }) => {
  for (const role of roles) {
    await enter(page, "conversations", role);
    const me = (await ask<Member[]>(page, "members.list", undefined)).find(({ isYou }) => isYou);
    expect(me?.role).toBe(role);
    await expect(
      page.getByRole("button", { name: text("shell.user.menu", { name: me?.displayName ?? "" }) }),
    ).toBeVisible();
    // The next sign-in ends this session: an open page that still asked with it would be refused.
    await page.goto("about:blank");
  }
  // What the browser keeps is out of scripts' reach, and what the session tells holds nothing of ours.
  const [cookie] = (await page.context().cookies()).filter(({ name }) => name === cookieName);
  expect(cookie).toMatchObject({ httpOnly: true, sameSite: "Lax" });
  const session = await (await page.request.get("/api/auth/session")).text();
  expect(session).not.toMatch(/sid|workspace|demo/i);
  // The way in leads nowhere but into the panel.
  await page.goto("/sandbox/sign-in?role=owner&to=https://evil.example/");
  await page.waitForURL("**/w/demo/conversations");
});

test("whoever signs out is out, whatever the browser has kept", async ({ page, context }) => {
  await enter(page, "conversations", "support");
  const kept = await context.cookies();
  const me = (await ask<Member[]>(page, "members.list", undefined)).find(({ isYou }) => isYou);
  await page.getByRole("button", { name: text("shell.user.menu", { name: me?.displayName ?? "" }) }).click();
  await page.getByRole("menuitem", { name: text("shell.user.signOut") }).click();
  await page.waitForURL(({ pathname }) => pathname === "/");
  await context.addCookies(kept);
  await page.goto("/w/demo/conversations");
  await expect(page).toHaveURL(({ pathname }) => pathname === "/sign-in");
});

test.describe("a stranger", () => {
  test.use({ mayComplain: true });

  test("finds no panel without a session, and no workspace that is not theirs", async ({ page }) => {
    await page.goto("/w/demo/conversations");
    await expect(page).toHaveURL(({ pathname, search }) => pathname + search === "/sign-in?next=%2Fw%2Fdemo");
    await enter(page, "conversations");
    expect((await page.goto("/w/baska-magaza/conversations"))?.status()).toBe(404);
  });
});
