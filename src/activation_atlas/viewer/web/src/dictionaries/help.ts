// What the page shows, how to use it, and what it was made of.

import { keyList, openDialog, table } from "../shared/dialog";
import { h } from "../shared/dom";
import { KEYS } from "./keyboard";
import type { Manifest } from "./types";

export function openHelp(manifest: Manifest): void {
  const { network, path_steps: steps, relaxed_pooling: relaxed } = manifest;
  const gradient = steps > 1 ? `gradient averaged over ${steps} points` : "gradient at the activation";
  openDialog("How to read this",
    h("p", {}, "To a layer, every place of a photo is a list of numbers, one a channel. A channel's "
      + "picture shows what excites it; the eight strongest are the place's dictionary. The large "
      + "icon shows all channels of the place together. The small icons under a grid are groups, "
      + "parts of the layer that come and go together: point at one to see where it lies."),
    h("p", {}, "Choose a class to see what speaks for it: over the photo and the grids place by "
      + "place, under each picture channel by channel. A channel opens with real images that excite it."),
    keyList(KEYS),
    h("h3", {}, "Made of"),
    table([
      ["Run", manifest.run],
      ["Network", `${network.name}, weights: ${network.weights}`],
      ["Weights' digest", network.digest],
      ["Attribution", `Activation × ${gradient}${relaxed ? ", max pools relaxed" : ""}`],
      ["Version", manifest.version],
    ]));
}
