// What the data files hold. Places of a layer's map are counted row by row.

import type { Packed } from "../shared/half";

export interface LayerFacts {
  name: string;
  channels: number;
  columns: number; // of the sheet of sprites
  examples: number[]; // how many each channel has
}

export interface ImageFacts {
  name: string;
  width: number; // pixels that the network saw
  height: number;
  classes: number[]; // whose gradients were taken
  logits: number[];
  probabilities: number[];
  groups: Record<string, number>; // how many, by layer
}

export interface Manifest {
  title: string;
  run: string;
  network: { name: string; weights: string; digest: string };
  layers: LayerFacts[];
  images: ImageFacts[];
  classes: Record<string, string>; // names by index
  path_steps: number;
  relaxed_pooling: boolean;
  version: string;
}

export interface ReadingData {
  shape: [height: number, width: number, channels: number];
  activation: Packed; // a place after the other, each with all its channels
  strongest: [row: number, col: number]; // away from the border, where padding shows
  peak: number; // length of the activation there
  cosine: (number | null)[]; // of each place's icon with its activation
  share: Packed; // a place after the other, each with its share in all groups
  atlas: {
    map: string;
    side: number;
    cell: ([row: number, col: number] | null)[]; // nearest to each place
    cosine: (number | null)[];
  } | null;
}

export interface ClassData {
  attribution: Packed; // as the activation
  groups: number[];
}

/** A point of the image, or the region between two; [0, 1] right and down from its corner. */
export interface Spot {
  x: number;
  y: number;
  to: { x: number; y: number } | null;
}

/** A group or a channel of a layer. */
export interface Part {
  layer: string;
  index: number;
}

export type View = "icons" | "sized" | "magnitude";
