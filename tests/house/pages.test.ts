import { describe, expect, test } from "vitest";
import { seenPages, unseenRoutes } from "../../scripts/lib/page-list";
import { listPageRoutes } from "../fixtures/pages";

const routes = listPageRoutes();
const listed = new Set([...seenPages.map(({ route }) => route), ...unseenRoutes]);

describe("the list of pages", () => {
  test("has every page of app/, so that the journeys look at it", () => {
    expect(routes.length).toBeGreaterThan(10);
    expect(routes.filter((route) => !listed.has(route))).toEqual([]);
  });

  test("has no page that is gone", () => {
    expect([...listed].filter((route) => !routes.includes(route))).toEqual([]);
  });

  test("opens each page by an address of its own route", () => {
    const wrong = seenPages.filter(({ route, address }) => {
      const pattern = route
        .replaceAll(/[.*+?^${}()|]/g, "\\$&")
        .replaceAll(/\[\[\.{3}[^\]]+\]\]|\[\.{3}[^\]]+\]/g, ".*")
        .replaceAll(/\[[^\]]+\]/g, "[^/]+");
      return !new RegExp(`^${pattern}$`).test(new URL(address, "http://local").pathname);
    });
    expect(wrong).toEqual([]);
  });
});
