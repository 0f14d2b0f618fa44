import { expect, test } from "vitest";
import { doubt, place } from "../../src/atlas/trust";
import { manifest } from "./made";

test("places count from one", () => {
  expect(place(manifest, "blocks.2.2")).toBe("3 of 40");
  expect(place(manifest, "none")).toBe("");
});

test("a layer is doubted once the median lies beyond a twentieth of the classes", () => {
  expect(doubt(manifest, "blocks.2.2")).toBe(""); // 2 of 40: just within
  expect(doubt(manifest, "blocks.4.2")).toContain("at place 3 of 40 (median)");
  expect(doubt({ ...manifest, agreement: { "blocks.2.2": null } }, "blocks.2.2")).toBe("");
});
