import { describe, expect, test } from "vitest";
import {
  Attribution, largest, norm, places, Reading, shares, total, whole,
} from "../../src/dictionaries/reading";
import type { Spot } from "../../src/dictionaries/types";
import { activation, CHANNELS, HEIGHT, packed, readingData, WIDTH } from "./made";

const reading = new Reading(readingData);
const everywhere = activation.map((_, place) => ({
  row: Math.floor(place / WIDTH), col: place % WIDTH, place,
}));

describe("which places a spot covers", () => {
  test("the middle of a place is that place alone", () => {
    for (const { row, col } of everywhere) {
      const span = reading.span(reading.middle(row, col));
      expect(span).toEqual({ top: row, bottom: row, left: col, right: col });
      expect(places(span)).toBe(1);
    }
  });

  test("the rim of the photo belongs to the last places", () => {
    expect(reading.span({ x: 0, y: 0, to: null })).toMatchObject({ top: 0, left: 0 });
    expect(reading.span({ x: 1, y: 1, to: null })).toMatchObject({ top: 2, left: 3 });
  });

  test("a region is the same from whichever corner it is drawn", () => {
    const [a, b] = [{ x: 0.3, y: 0.9 }, { x: 0.9, y: 0.1 }];
    const span = { top: 0, bottom: 2, left: 1, right: 3 };
    const corners: Spot[] = [
      { ...a, to: b }, { ...b, to: a },
      { x: a.x, y: b.y, to: { x: b.x, y: a.y } }, { x: b.x, y: a.y, to: { x: a.x, y: b.y } },
    ];
    for (const corner of corners) expect(reading.span(corner)).toEqual(span);
    expect(places(span)).toBe(9);
  });
});

describe("what a reading holds", () => {
  test("a place's mean is its activation, the mean of all that of rows and columns", () => {
    for (const { row, col, place } of everywhere) {
      const mean = reading.mean(reading.span(reading.middle(row, col)));
      expect(Array.from(mean)).toEqual(activation[place]);
    }
    expect(Array.from(reading.mean(whole(reading)))).toEqual([(HEIGHT - 1) / 2, (WIDTH - 1) / 2]);
  });

  test("channels and groups are maps over the places", () => {
    for (let channel = 0; channel < CHANNELS; channel++) {
      const values = activation.map((place) => place[channel]);
      expect(Array.from(reading.channel(channel))).toEqual(values);
      expect(Array.from(reading.group(channel))).toEqual(values.map((value) => value / 2));
    }
  });

  test("lengths are norms, strengths shares of the peak and at most 1", () => {
    for (const { row, col, place } of everywhere) {
      expect(reading.length[place]).toBeCloseTo(Math.hypot(row, col), 6);
      expect(reading.strength(place)).toBeCloseTo(Math.min(1, Math.hypot(row, col) / Math.sqrt(5)), 6);
    }
    expect(reading.strongest()).toEqual(reading.middle(1, 2));
  });

  test("a dead layer has no strength rather than an infinite one", () => {
    const dead = new Reading({ ...readingData, activation: packed(activation.flat().fill(0)), peak: 0 });
    expect(dead.strength(5)).toBe(0);
  });
});

describe("a step", () => {
  test("goes to the next place, and stays at the rim", () => {
    for (const { row, col } of everywhere) {
      for (const [right, down] of [[1, 0], [-1, 0], [0, 1], [0, -1]]) {
        const next = reading.step(reading.middle(row, col), right, down, false);
        const wanted = [
          Math.min(HEIGHT - 1, Math.max(0, row + down)), Math.min(WIDTH - 1, Math.max(0, col + right)),
        ] as const;
        expect(next).toEqual(reading.middle(...wanted));
      }
    }
  });

  test("extended, moves the far corner alone; plain, leaves from there", () => {
    const spot = reading.middle(0, 0);
    const grown = reading.step(reading.step(spot, 1, 0, true), 0, 1, true);
    expect(reading.span(grown)).toEqual({ top: 0, bottom: 1, left: 0, right: 1 });
    expect({ x: grown.x, y: grown.y }).toEqual({ x: spot.x, y: spot.y });
    expect(reading.step(grown, 1, 0, false)).toEqual(reading.middle(1, 2));
  });
});

describe("attributions", () => {
  const own = { attribution: packed(activation.flat().map((value) => 2 * value)), groups: [3, -1] };
  const other = { attribution: packed(activation.flat().map((value) => value - 4)), groups: [1, 5] };

  test("channels and places add up to the same", () => {
    const found = new Attribution(reading, own, null);
    expect(total(found.within(whole(reading)))).toBe(total(found.places));
    for (const { row, col, place } of everywhere) {
      expect(found.places[place]).toBe(2 * (row + col));
    }
    expect(found.groups).toEqual([3, -1]);
  });

  test("to a class rather than another is the difference", () => {
    const found = new Attribution(reading, own, other);
    for (const { row, col } of everywhere) {
      const span = reading.span(reading.middle(row, col));
      expect(Array.from(found.within(span))).toEqual([row + 4, col + 4]);
    }
    expect(found.groups).toEqual([2, -6]);
  });
});

test("the largest: positive, in order, of equals the first", () => {
  expect(largest(Float32Array.of(1, 3, -2, 3, 0, 2), 4)).toEqual([1, 3, 5, 0]);
  expect(largest(Float32Array.of(1, 3, 2), 1)).toEqual([1]);
  expect(largest(Float32Array.of(-1, 0), 3)).toEqual([]);
});

test("shares are of the largest size, and zeros stay zeros", () => {
  expect(Array.from(shares(Float32Array.of(1, -4, 2)))).toEqual([0.25, -1, 0.5]);
  expect(Array.from(shares(Float32Array.of(0, 0)))).toEqual([0, 0]);
});

test("norms are Euclid's", () => {
  expect(norm(Float32Array.of(3, -4))).toBe(5);
  expect(norm(new Float32Array())).toBe(0);
});
