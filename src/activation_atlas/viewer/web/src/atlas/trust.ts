// How well a layer's attributions name what the network predicts, and what to say where they don't.

import { whole } from "../shared/format";
import type { Manifest } from "./types";

const LIMIT = 0.05; // of the classes: a layer whose median rank lies beyond it names no classes

/** "12 of 1,000": where the predicted class stands in the attributions of a layer, at the median. */
export function place({ agreement, classes }: Manifest, layer: string): string {
  const found = agreement[layer];
  return found ? `${whole(Math.round(found.median_rank) + 1)} of ${whole(classes.length)}` : "";
}

/** What to bear in mind of a layer's labels; empty where they can be taken at their word. */
export function doubt(manifest: Manifest, layer: string): string {
  const found = manifest.agreement[layer];
  if (!found || found.median_rank <= LIMIT * manifest.classes.length) return "";
  return "Read this layer's labels as hints of colour and form, not as classes: its attributions put "
    + `the class that the network predicts at place ${place(manifest, layer)} (median).`;
}
