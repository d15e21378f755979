import { expect, test } from "vitest";
import { assetsOf } from "./first-load";

test("what a page's HTML asks for is found once, without what only old browsers fetch", () => {
  const html = `<link rel="stylesheet" href="/a.css" data-precedence="next"/><link rel="icon" href="/icon.svg"/>
    <script src="/a.js" async="" nonce="x"></script><script nonce="x">self.y=1</script>
    <script src="/old.js" noModule=""></script><script src="/b.js" id="_R_"></script><script src="/a.js"></script>`;
  expect(assetsOf(html)).toEqual({ scripts: ["/a.js", "/b.js"], styles: ["/a.css"] });
});
