import { ask, enter, expect, test } from "../fixtures/journey.ts";
import { makeOrder } from "../fixtures/local-telegram.ts";
import { text } from "../fixtures/texts.ts";

type Orders = { rows: { number: string }[] };

test("a file of a Turkish office is understood, tried, imported and undone", async ({ page }) => {
  const order = makeOrder();
  // Windows-1254 with semicolons and headings of one's own, as Excel in Turkish saves it; one row cannot be stored.
  const lines = [
    "Sipariş No;Sipariş Tarihi;Müşteri;Cep Telefonu;Durum;Ürün;Adet;Tutar",
    `${order.number};20.11.2026;Şule Işık;0532 123 45 67;kargoda;Gömlek;1;1.299,90`,
    ";20.11.2026;İsimsiz;0532 123 45 68;kargoda;Gömlek;1;1.299,90",
  ];
  const turkish: Record<string, number> = { Ş: 0xde, ş: 0xfe, İ: 0xdd, ı: 0xfd, Ğ: 0xd0, ğ: 0xf0 };
  const bytes = Buffer.from([...lines.join("\r\n")].map((letter) => turkish[letter] ?? letter.charCodeAt(0)));
  await enter(page, "stores");
  await page
    .getByRole("button", { name: text("imports.targets.shopOrders.action") })
    .first()
    .click();
  const sheet = page.getByRole("dialog", { name: text("imports.targets.shopOrders.title") });
  await sheet
    .locator("input[type=file]")
    .setInputFiles({ name: "siparişler.csv", mimeType: "text/csv", buffer: bytes });
  await expect(page.getByText("WINDOWS-1254", { exact: false })).toBeVisible();
  await page.getByRole("button", { name: text("imports.mapping.check") }).click();

  const trial = page.getByRole("dialog", {
    name: text("imports.report.checked", { name: "siparişler.csv" }),
  });
  await expect(trial.getByText(text("imports.report.wouldBe.refused")).first()).toBeVisible();
  const stored = async () =>
    (await ask<Orders>(page, "stores.list", { search: order.number })).rows.map(({ number }) => number);
  expect(await stored()).toEqual([]);
  await trial.getByRole("button", { name: text("imports.checked.start") }).click();

  const done = page.getByRole("dialog", { name: text("imports.report.done", { name: "siparişler.csv" }) });
  await expect(done).toBeVisible();
  expect(await stored()).toEqual([order.number]);
  await done.getByRole("button", { name: text("imports.report.undo") }).click();
  await page
    .getByRole("dialog", { name: text("imports.report.undoTitle", { name: "siparişler.csv" }) })
    .getByRole("button", { name: text("imports.report.undoConfirm") })
    .click();
  await expect(
    page.getByRole("dialog", { name: text("imports.report.undone", { name: "siparişler.csv" }) }),
  ).toBeVisible();
  expect(await stored()).toEqual([]);
});
