import { defineConfig } from "@playwright/test";
import { chromiumArguments, findChromium } from "./scripts/lib/chromium.ts";

const port = Number(process.env.JOURNEY_PORT ?? 3210);
const origin = `http://127.0.0.1:${port}`;

/**
 * Journeys of people through the product in a real browser. The product is started as anyone starts it, on a port
 * and with data of its own; a journey that kills it starts another one (tests/fixtures/product.ts).
 */
export default defineConfig({
  testDir: "tests/journeys",
  testMatch: "**/*.spec.ts",
  globalSetup: "./tests/fixtures/demo-made.ts",
  outputDir: "test-results",
  forbidOnly: Boolean(process.env.CI),
  workers: 1,
  timeout: 90_000,
  expect: { timeout: 10_000 },
  reporter: process.env.JOURNEY_REPORT
    ? [["line"], ["json", { outputFile: process.env.JOURNEY_REPORT }]]
    : [["list"]],
  use: {
    baseURL: origin,
    browserName: "chromium",
    locale: "tr-TR",
    timezoneId: "Europe/Istanbul",
    viewport: { width: 1440, height: 900 },
    screenshot: "only-on-failure",
    trace: "retain-on-failure",
    launchOptions: { executablePath: findChromium() ?? undefined, args: chromiumArguments },
  },
  webServer: {
    command: "exec node scripts/start.mjs",
    env: {
      PORT: String(port),
      DATA_DIR: process.env.JOURNEY_DATA_DIR ?? ".data/journeys",
      LOG_LEVEL: "warn",
      DEMO: "shop",
      DEMO_DAYS: "14",
    },
    url: `${origin}/api/health`,
    timeout: 180_000,
    stdout: "ignore",
    stderr: "pipe",
    gracefulShutdown: { signal: "SIGTERM", timeout: 20_000 },
  },
});
