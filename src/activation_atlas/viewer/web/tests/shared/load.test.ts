import { expect, test } from "vitest";
import { address } from "../../src/shared/load";

test("an address keeps the slashes of its path and nothing else that means something", () => {
  expect(address("maps/blocks.2.2/umap/grid-8.js")).toBe("maps/blocks.2.2/umap/grid-8.js");
  expect(address("a b/c?d#e%f")).toBe("a%20b/c%3Fd%23e%25f");
});
