import { join } from "node:path";
import { configDefaults, defineConfig } from "vitest/config";

const database = ["**/*.db.test.{ts,tsx}", "tests/isolation/**/*.test.ts"];
const start = ["tests/start/**/*.test.ts", "tests/**/*.start.test.ts"];
const long = ["tests/long/**/*.test.ts"];
const inngest = ["**/*.inngest.test.ts"];
const never = [...configDefaults.exclude, "**/.next/**", "**/.data/**"];

/**
 * `unit` needs nothing, `database` a PostgreSQL (tests/global-setup.ts brings one), `start` real processes, `long`
 * (`npm run test:long`) half an hour, `inngest` (`npm run test:inngest`) an Inngest server.
 */
export default defineConfig({
  resolve: { alias: { "@": import.meta.dirname } },
  test: {
    env: { TZ: "UTC" },
    projects: [
      {
        extends: true,
        test: {
          name: "unit",
          include: ["**/*.test.{ts,tsx}"],
          exclude: [...never, ...database, ...start, ...long, ...inngest],
        },
      },
      {
        extends: true,
        test: {
          name: "database",
          include: database,
          exclude: never,
          globalSetup: join(import.meta.dirname, "tests/global-setup.ts"),
          // They mostly wait, for the database or for a pause to pass.
          maxWorkers: 3,
          testTimeout: 20_000,
          hookTimeout: 60_000,
        },
      },
      {
        extends: true,
        test: {
          name: "start",
          include: start,
          exclude: never,
          fileParallelism: false,
          testTimeout: 60_000,
          hookTimeout: 120_000,
        },
      },
      {
        extends: true,
        test: {
          name: "inngest",
          include: inngest,
          exclude: never,
          globalSetup: join(import.meta.dirname, "tests/global-setup.ts"),
        },
      },
      { extends: true, test: { name: "long", include: long, exclude: never, fileParallelism: false } },
    ],
  },
});
