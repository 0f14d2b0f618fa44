// Help, and what the atlas was made of.

import { h, iconButton } from "./dom";
import { figure, whole, words } from "./format";
import { KEYS } from "./keyboard";
import { address } from "./registry";
import { doubt, place } from "./trust";
import type { Manifest, MapEntry } from "./types";

export function openHelp(): void {
  open("Keys and gestures",
    h("p", {}, "Each picture shows what excites the network like the samples in its cell do. "
      + "Drag to move, scroll or pinch to zoom; finer grids appear as you go nearer. "
      + "Click a cell for its details."),
    h("dl", { class: "keys" }, ...KEYS.map(([keys, what]) =>
      h("div", {}, h("dt", {}, ...keys.map((key) => h("kbd", {}, key))), h("dd", {}, what)))));
}

export function openAbout(manifest: Manifest): void {
  const { network } = manifest;
  open(`About this atlas`,
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

function table(rows: [string, string][]): HTMLElement {
  return h("dl", { class: "table" }, ...rows.map(([term, value]) =>
    h("div", {}, h("dt", {}, term), h("dd", {}, value))));
}

function open(title: string, ...body: HTMLElement[]): void {
  const dialog = h("dialog", { "aria-label": title });
  dialog.append(
    h("header", {}, h("h2", {}, title), iconButton("close", "Close", () => dialog.close())),
    h("div", { class: "dialog-body" }, ...body));
  dialog.addEventListener("close", () => dialog.remove());
  dialog.addEventListener("click", (event) => {
    if (event.target === dialog) dialog.close();
  });
  document.body.append(dialog);
  dialog.showModal();
}
