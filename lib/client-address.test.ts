import { describe, expect, test } from "vitest";
import { clientAddress, listProxies } from "./client-address";

const from = (remoteAddress: string, forwarded?: string) => ({
  remoteAddress,
  header: (name: string) => (name === "x-forwarded-for" ? forwarded : undefined),
});

describe("clientAddress", () => {
  test.each<[string, string, string | undefined, string | null]>([
    ["a peer is itself", "203.0.113.7", undefined, "203.0.113.7"],
    ["a stranger's word counts for nothing", "203.0.113.7", "198.51.100.1", "203.0.113.7"],
    ["this machine is none", "127.0.0.1", undefined, null],
    ["this machine in the words of IPv6 is none", "::ffff:127.0.0.1", "::ffff:127.0.0.1", null],
    ["a proxy of our network is believed", "10.0.0.2", "198.51.100.1", "198.51.100.1"],
    ["for what it wrote last", "127.0.0.1", "198.51.100.1, 198.51.100.2", "198.51.100.2"],
    [
      "and for one name only: an address of our network may have made up the rest",
      "127.0.0.1",
      "198.51.100.1, 10.0.0.9",
      "10.0.0.9",
    ],
    ["a port is no part of an address", "127.0.0.1", "198.51.100.2:51234", "198.51.100.2"],
    ["nor are brackets", "127.0.0.1", "[2001:db8:1:2::9]:443", "2001:db8:1:2::/64"],
    ["a word that is no address is none", "10.0.0.2", "unknown", "10.0.0.2"],
  ])("%s", (_label, peer, forwarded, address) => {
    expect(clientAddress(from(peer, forwarded))).toBe(address);
  });

  test.each([
    ["2001:db8:1:2:3:4:5:6", "2001:db8:1:2::/64"],
    ["2001:db8:1:2::6", "2001:db8:1:2::/64"],
    ["2001:db8::1", "2001:db8:0:0::/64"],
    ["2001:0db8:0:0:aaaa::2", "2001:db8:0:0::/64"],
    ["2001:db8:0:0:ffff:1:2:3", "2001:db8:0:0::/64"],
    ["2001:db8:7::1", "2001:db8:7:0::/64"],
    ["fe80::1%eth0", "fe80:0:0:0::/64"],
  ])("%s is of the network %s, however it is written", (address, network) => {
    expect(clientAddress(from(address))).toBe(network);
  });

  test("named proxies are believed, as many as stand in a row, and nobody else is", () => {
    const proxies = listProxies(["127.0.0.1", "192.0.2.0/24", "2001:db8:c::/48"]);
    const told = "6.6.6.6, 203.0.113.5, 192.0.2.10, 2001:db8:c::3";
    expect(clientAddress(from("127.0.0.1", told), proxies)).toBe("203.0.113.5");
    expect(clientAddress(from("203.0.113.9", told), proxies)).toBe("203.0.113.9");
    expect(clientAddress(from("10.0.0.2", told), proxies)).toBe("10.0.0.2");
    expect(clientAddress(from("10.0.0.2", told), listProxies([]))).toBe("10.0.0.2");
  });

  test.each(["proxy", "10.0.0.0/33", "10.0.0.0/", "300.1.1.1"])("%s is no proxy", (entry) => {
    expect(() => listProxies([entry])).toThrow();
  });
});
