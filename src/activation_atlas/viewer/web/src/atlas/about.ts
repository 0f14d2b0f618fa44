// What the atlas was made of.

import { openDialog, table } from "../shared/dialog";
import { h } from "../shared/dom";
import { figure, whole, words } from "../shared/format";
import { address } from "../shared/load";
import { doubt, place } from "./trust";
import type { Manifest, MapEntry } from "./types";

export function openAbout(manifest: Manifest): void {
  const { network } = manifest;
  openDialog("About this atlas",
    table([
      ["Run", manifest.run],
      ["Network", `${network.name}, weights: ${network.weights}`],
      ["Weights' digest", network.digest],
      ["Input", `${network.input_size} × ${network.input_size} px`],
      ["Samples a layer", whole(manifest.samples)],
      ["Images skipped", whole(manifest.skipped)],
    ]),
    h("h3", {}, "Layers and layouts"),
    ...manifest.layers.flatMap((layer) => [
      ...manifest.map_names.map((map) => aboutMap(layer, map, manifest.maps[`${layer}/${map}`])),
      ...aboutLabels(manifest, layer)]),
    h("h3", {}, "Versions"),
    table(Object.entries(manifest.versions)),
    h("details", {},
      h("summary", {}, "All settings"),
      h("pre", {}, JSON.stringify(manifest.settings, null, 2))));
}

function aboutMap(layer: string, map: string, entry: MapEntry): HTMLElement {
  const cells = Object.entries(entry.grids)
    .map(([side, grid]) => `${whole(grid.cells)} of ${side} × ${side}`);
  const quality = Object.entries(entry.quality)
    .map(([name, value]): [string, string] => [words(name), figure(value)]);
  const pictures = Object.keys(entry.grids).map((side) =>
    h("a", {
      href: address(`exports/${layer}-${map}-${side}.png`), target: "_blank", rel: "noopener",
    }, `PNG ${side} × ${side}`));
  return h("section", { class: "about-map" },
    h("h4", {}, `${layer}, ${map}`),
    table([...quality, ["Cells", cells.join(", ")]]),
    h("p", { class: "links" }, ...pictures));
}

function aboutLabels(manifest: Manifest, layer: string): HTMLElement[] {
  const found = manifest.agreement[layer];
  if (!found) return [];
  return [h("section", { class: "about-map" },
    h("h4", {}, `${layer}, labels`),
    table([
      ["Predicted class", `Place ${place(manifest, layer)} in the attributions (median)`],
      ["Among the first ten", `In ${Math.round(100 * found.top_10)} % of the samples`],
    ]),
    h("p", { class: "doubt" }, doubt(manifest, layer)))];
}
