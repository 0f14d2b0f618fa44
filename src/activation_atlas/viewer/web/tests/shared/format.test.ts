import { describe, expect, test } from "vitest";
import { figure, percent, plain, shortName, signed, whole, words } from "../../src/shared/format";

test.each([
  [0, "0"], [999, "999"], [1000, "1,000"], [1234567, "1,234,567"], [-1000, "-1,000"],
])("%i is counted as %s", (count, text) => {
  expect(whole(count)).toBe(text);
});

describe("signed numbers have about three digits", () => {
  test.each([
    [0, "+0.000"], [0.0994, "+0.099"], [0.1, "+0.10"], [9.994, "+9.99"], [10, "+10.0"],
    [99.94, "+99.9"], [100, "+100"], [12345.6, "+12346"], [-0.5, "−0.50"], [-250.4, "−250"],
  ])("%f is %s", (value, text) => {
    expect(signed(value)).toBe(text);
  });

  test("a number and its opposite differ in the sign alone", () => {
    for (let value = 1e-3; value < 1e5; value *= 1.37) {
      expect(signed(value).slice(1)).toBe(signed(-value).slice(1));
      const lost = Math.abs(Number(plain(value)) - value);
      expect(lost).toBeLessThanOrEqual(value < 0.1 ? 0.0005 : 0.05 * value);
    }
  });

  test("plain numbers have no plus, and keep the minus", () => {
    expect(plain(2)).toBe("2.00");
    expect(plain(-2)).toBe("−2.00");
  });
});

test.each([
  [0, "< 0.1 %"], [0.00049, "< 0.1 %"], [0.0005, "0.1 %"], [0.043, "4.3 %"], [0.0994, "9.9 %"],
  [0.0995, "10 %"], [0.71, "71 %"], [1, "100 %"],
])("a share of %f is %s", (share, text) => {
  expect(percent(share)).toBe(text);
});

test("names as people say them", () => {
  expect(shortName("tench, Tinca tinca")).toBe("tench");
  expect(shortName("goldfish")).toBe("goldfish");
  expect(words("neighbour_recall")).toBe("Neighbour recall");
});

test("figures: counts whole, others in three digits", () => {
  expect(figure(4200)).toBe("4,200");
  expect(figure(0.95712)).toBe("0.957");
  expect(figure(12.345)).toBe("12.3");
});
