import { expect, test, vi } from "vitest";
import { Kept } from "../../src/shared/kept";

test("what is asked for twice is loaded once", async () => {
  const kept = new Kept<number>();
  const load = vi.fn(async () => 7);
  expect(await Promise.all([kept.get("a", load), kept.get("a", load)])).toEqual([7, 7]);
  expect(await kept.get("a", load)).toBe(7);
  expect(load).toHaveBeenCalledTimes(1);
});

test("what failed is tried again", async () => {
  const kept = new Kept<number>();
  await expect(kept.get("a", () => Promise.reject(new Error("gone")))).rejects.toThrow("gone");
  expect(await kept.get("a", async () => 3)).toBe(3);
});

test("beyond the limit the oldest goes", async () => {
  const kept = new Kept<string>(2);
  const load = vi.fn(async () => "x");
  for (const key of ["a", "b", "c"]) await kept.get(key, load);
  await kept.get("c", load);
  await kept.get("b", load);
  expect(load).toHaveBeenCalledTimes(3);
  await kept.get("a", load);
  expect(load).toHaveBeenCalledTimes(4);
});
