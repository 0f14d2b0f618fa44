// What the map is tinted by, and the scale of the tint.

import { byId, h, iconButton } from "./dom";
import { shortName } from "./format";

export function showChip(name: string, clear: () => void): void {
  const chip = byId("chip");
  chip.replaceChildren(
    h("div", {},
      h("p", { class: "eyebrow" }, "Tinted by"),
      h("p", { class: "chip-name", title: name }, shortName(name)),
      h("div", { class: "chip-scale", "aria-hidden": "true" },
        h("span", {}, "against"), h("i", {}), h("span", {}, "for"))),
    iconButton("close", `Stop tinting by ${shortName(name)}`, clear));
  chip.hidden = false;
}

export function hideChip(): void {
  byId("chip").hidden = true;
}
