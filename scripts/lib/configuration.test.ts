import { describe, expect, test } from "vitest";
import { readConfiguration } from "./configuration";

const secret = Buffer.alloc(32, 1).toString("base64");
const address = "https://santral.example";

describe("the sandbox", () => {
  test.each([
    { label: "nothing set", env: {}, isSandboxOn: true, host: "127.0.0.1" },
    {
      label: "a database of one's own",
      env: { DATABASE_URL: "postgres://a@b/c" },
      isSandboxOn: true,
      host: "127.0.0.1",
    },
    { label: "opened by hand", env: { SANDBOX: "public" }, isSandboxOn: true, host: "0.0.0.0" },
    {
      label: "opened by hand beside an address",
      env: { SANDBOX: "public", APP_URL: address },
      isSandboxOn: true,
      host: "0.0.0.0",
    },
    { label: "HOST set", env: { HOST: "0.0.0.0" }, isSandboxOn: true, host: "127.0.0.1" },
    {
      label: "a public address",
      env: { APP_URL: address, SANTRAL_SECRET: secret },
      isSandboxOn: false,
      host: "0.0.0.0",
    },
    {
      label: "off, behind a proxy of this machine",
      env: { SANDBOX: "off", APP_URL: address, SANTRAL_SECRET: secret, HOST: "127.0.0.1" },
      isSandboxOn: false,
      host: "127.0.0.1",
    },
  ])("with $label", ({ env, isSandboxOn, host }) => {
    expect(readConfiguration(env, false)).toMatchObject({ isSandboxOn, host });
  });
});

describe("a mistake stops the start", () => {
  test.each([
    { label: "a port that is no number", env: { PORT: "web" }, says: "PORT must be" },
    { label: "a port out of range", env: { PORT: "70000" }, says: "PORT must be" },
    { label: "an unknown word for the sandbox", env: { SANDBOX: "maybe" }, says: "SANDBOX must be" },
    {
      label: "an address with a path",
      env: { APP_URL: `${address}/shop`, SANTRAL_SECRET: secret },
      says: "APP_URL must be",
    },
    { label: "another kind of database", env: { DATABASE_URL: "mysql://a/b" }, says: "DATABASE_URL must be" },
    {
      label: "half of the roles",
      env: { DATABASE_URL: "postgres://a@b/c", DATABASE_OWNER_URL: "postgres://o@b/c" },
      says: "belong together",
    },
  ])("$label", ({ env, says }) => {
    expect(() => readConfiguration(env, false)).toThrow(says);
  });
});
