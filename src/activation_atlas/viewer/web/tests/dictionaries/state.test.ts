import { describe, expect, test } from "vitest";
import {
  firstState, formatHash, known, parseHash, samePart, type State,
} from "../../src/dictionaries/state";
import { manifest } from "./made";

const first = firstState(manifest);

/** The state in which the page opens at an address. */
function opened(hash: string): State {
  return known({ ...first, ...parseHash(hash) }, manifest);
}

test("the page opens at the first image and the last layer", () => {
  expect(first).toMatchObject({ image: "chelsea", layer: "blocks.4.2", spot: null, view: "icons" });
});

describe("an address restores what it was made of", () => {
  test.each<Partial<State>>([
    {},
    { image: "coffee", layer: "blocks.2.2", own: 26 },
    { spot: { x: 0.1 + 0.2, y: 1 / 3, to: null } },
    { spot: { x: 0, y: 1, to: { x: 0.999999999, y: 1e-7 } } },
    { own: 10, other: 5, view: "sized" },
    { view: "magnitude", group: { layer: "blocks.4.2", index: 5 } },
    { channel: { layer: "blocks.2.2", index: 23 }, own: 5 },
  ])("%j", (change) => {
    const state = { ...first, ...change };
    expect(opened(formatHash(state))).toEqual(state);
  });

  test("names with signs of their own", () => {
    const state: State = {
      ...first, image: "a&b=c#%", layer: "ü.1",
      group: { layer: "a.7", index: 2 }, channel: { layer: "x & y", index: 0 },
    };
    expect(parseHash(formatHash(state))).toEqual(state);
  });

  test("the middles of all places to the last bit", () => {
    for (let count = 1; count <= 60; count++) {
      for (let place = 0; place < count; place += 7) {
        const spot = { x: (place + 0.5) / count, y: (place + 0.5) / 60, to: null };
        expect(parseHash(formatHash({ ...first, spot })).spot).toEqual(spot);
      }
    }
  });
});

describe("a broken address falls back", () => {
  test.each([
    "", "#", "#%%%", "#image=no&layer=none&x=a&class=999&against=10&view=odd&channel=blocks.4.2.999",
    "#channel=7&group=x.y&class=-1", "#group=blocks.4.2.6", "#channel=blocks.2.2.24",
    "#channel=.3", "#against=10", "#x=0.5", "#y=0.5", "#image=&layer=", "#view=icons",
    "#group=__proto__.0&channel=constructor.1",
  ])("%s", (hash) => {
    expect(opened(hash)).toEqual(first);
  });

  test("to the nearest point of the photo", () => {
    expect(opened("#x=9e9&y=-4").spot).toEqual({ x: 1, y: 0, to: null });
    expect(opened("#x=0.5&y=0.5&x2=7&y2=-7").spot).toEqual({ x: 0.5, y: 0.5, to: { x: 1, y: 0 } });
    expect(opened("#x=0.5&y=0.5&x2=0.7").spot).toEqual({ x: 0.5, y: 0.5, to: null });
  });

  test("to a class alone where none can be compared", () => {
    for (const against of ["10", "99", "x", ""]) {
      expect(opened(`#class=10&against=${against}`)).toMatchObject({ own: 10, other: null });
    }
    expect(opened("#class=99&against=10")).toMatchObject({ own: null, other: null });
  });
});

test("another image keeps what it, too, has", () => {
  const state: State = {
    ...first, own: 26, other: 10, group: { layer: "blocks.4.2", index: 5 },
    channel: { layer: "blocks.4.2", index: 47 },
  };
  expect(known(state, manifest)).toEqual(state);
  expect(known({ ...state, image: "coffee" }, manifest))
    .toEqual({ ...state, image: "coffee", other: null, group: null });
});

test("parts are the same where layer and index are", () => {
  const part = { layer: "blocks.2.2", index: 3 };
  expect(samePart(part, { ...part })).toBe(true);
  expect(samePart(null, null)).toBe(true);
  for (const other of [null, { ...part, index: 4 }, { ...part, layer: "blocks.4.2" }]) {
    expect(samePart(part, other)).toBe(false);
  }
});
