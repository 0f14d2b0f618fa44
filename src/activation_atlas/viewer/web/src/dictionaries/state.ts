// Where the reader is, kept in the URL's hash so that a link restores it exactly.

import type { Part, Spot, View } from "./types";

export interface State {
  image: string;
  layer: string; // whose places the arrow keys walk, and whose attribution lies over the photo
  spot: Spot | null; // null until the image tells where it is strongest
  own: number | null; // the class that activations are attributed to
  other: number | null; // the class it is compared with
  view: View;
  group: Part | null;
  channel: Part | null;
}

export function formatHash(state: State): string {
  const parts = [`image=${encodeURIComponent(state.image)}`, `layer=${encodeURIComponent(state.layer)}`];
  const { spot, own, other, view, group, channel } = state;
  // Unrounded: the middle of a place is the border between two of a finer layer.
  if (spot) parts.push(`x=${spot.x}`, `y=${spot.y}`);
  if (spot?.to) parts.push(`x2=${spot.to.x}`, `y2=${spot.to.y}`);
  if (own !== null) parts.push(`class=${own}`);
  if (other !== null) parts.push(`against=${other}`);
  if (view !== "icons") parts.push(`view=${view}`);
  if (group) parts.push(`group=${encodeURIComponent(group.layer)}.${group.index}`);
  if (channel) parts.push(`channel=${encodeURIComponent(channel.layer)}.${channel.index}`);
  return `#${parts.join("&")}`;
}

/** What a hash says; anything unreadable is left out. */
export function parseHash(hash: string): Partial<State> {
  const given = new URLSearchParams(hash.replace(/^#/, ""));
  const whole = (key: string) => (/^\d+$/.test(given.get(key) ?? "") ? Number(given.get(key)) : null);
  const view = given.get("view");
  const state: Partial<State> = {
    spot: spotIn(given),
    own: whole("class"),
    other: whole("against"),
    view: view === "sized" || view === "magnitude" ? view : "icons",
    group: partIn(given.get("group")),
    channel: partIn(given.get("channel")),
  };
  for (const key of ["image", "layer"] as const) {
    const value = given.get(key);
    if (value) state[key] = value;
  }
  return state;
}

export function samePart(a: Part | null, b: Part | null): boolean {
  return a?.layer === b?.layer && a?.index === b?.index;
}

function spotIn(given: URLSearchParams): Spot | null {
  const read = (key: string) => Math.min(1, Math.max(0, Number.parseFloat(given.get(key) ?? "")));
  const [x, y, x2, y2] = ["x", "y", "x2", "y2"].map(read);
  if (Number.isNaN(x + y)) return null;
  return { x, y, to: Number.isNaN(x2 + y2) ? null : { x: x2, y: y2 } };
}

function partIn(text: string | null): Part | null {
  const found = /^(.+)\.(\d+)$/.exec(text ?? "");
  return found && { layer: found[1], index: Number(found[2]) };
}
