// Where the reader is, kept in the URL's hash so that a link restores it exactly.

import { clamp } from "../shared/clamp";
import { namesIn, numberIn, readHash, wholeIn, writeHash } from "../shared/hash";
import type { ImageFacts, Manifest, Part, Spot, View } from "./types";

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

export function firstState({ images, layers }: Manifest): State {
  return {
    image: images[0].name, layer: layers[layers.length - 1].name,
    spot: null, own: null, other: null, view: "icons", group: null, channel: null,
  };
}

export function formatHash(state: State): string {
  const fields = [`image=${encodeURIComponent(state.image)}`, `layer=${encodeURIComponent(state.layer)}`];
  const { spot, own, other, view, group, channel } = state;
  // Unrounded: the middle of a place is the border between two of a finer layer.
  if (spot) fields.push(`x=${spot.x}`, `y=${spot.y}`);
  if (spot?.to) fields.push(`x2=${spot.to.x}`, `y2=${spot.to.y}`);
  if (own !== null) fields.push(`class=${own}`);
  if (other !== null) fields.push(`against=${other}`);
  if (view !== "icons") fields.push(`view=${view}`);
  if (group) fields.push(`group=${encodeURIComponent(group.layer)}.${group.index}`);
  if (channel) fields.push(`channel=${encodeURIComponent(channel.layer)}.${channel.index}`);
  return writeHash(fields);
}

/** What a hash says; anything unreadable is left out. */
export function parseHash(hash: string): Partial<State> {
  const given = readHash(hash);
  const view = given.get("view");
  return {
    spot: spotIn(given),
    own: wholeIn(given, "class"),
    other: wholeIn(given, "against"),
    view: view === "sized" || view === "magnitude" ? view : "icons",
    group: partIn(given.get("group")),
    channel: partIn(given.get("channel")),
    ...namesIn(given, ["image", "layer"]),
  };
}

/** The state that is nearest to the wanted one among those that the page can show. */
export function known(state: State, { images, layers }: Manifest): State {
  const image = images.find(({ name }) => name === state.image) ?? images[0];
  const layer = layers.find(({ name }) => name === state.layer) ?? layers[layers.length - 1];
  const channel = layers.some(({ name, channels }) =>
    name === state.channel?.layer && state.channel.index < channels) ? state.channel : null;
  const count = image.groups[state.group?.layer ?? ""] ?? 0;
  const group = state.group && state.group.index < count ? state.group : null;
  return {
    ...state, ...knownClasses(state, image), image: image.name, layer: layer.name, channel, group,
  };
}

function knownClasses({ own, other }: State, { classes }: ImageFacts): Pick<State, "own" | "other"> {
  if (own === null || !classes.includes(own)) return { own: null, other: null };
  return { own, other: other !== own && classes.includes(other ?? -1) ? other : null };
}

export function samePart(a: Part | null, b: Part | null): boolean {
  return a?.layer === b?.layer && a?.index === b?.index;
}

function spotIn(given: URLSearchParams): Spot | null {
  const [x, y, x2, y2] = ["x", "y", "x2", "y2"].map((key) => clamp(numberIn(given, key)));
  if (Number.isNaN(x + y)) return null;
  return { x, y, to: Number.isNaN(x2 + y2) ? null : { x: x2, y: y2 } };
}

function partIn(text: string | null): Part | null {
  const found = /^(.+)\.(\d+)$/.exec(text ?? "");
  return found && { layer: found[1], index: Number(found[2]) };
}
