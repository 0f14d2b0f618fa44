// What the map is tinted by, and the scale of the tint.

import { scale } from "../shared/bars";
import { byId, h, iconButton } from "../shared/dom";
import { shortName } from "../shared/format";

export function showChip(name: string, clear: () => void): void {
  const chip = byId("chip");
  chip.replaceChildren(
    h("div", {},
      h("p", { class: "eyebrow" }, "Tinted by"),
      h("p", { class: "chip-name", title: name }, shortName(name)),
      scale()),
    iconButton("close", `Stop tinting by ${shortName(name)}`, clear));
  chip.hidden = false;
}

export function hideChip(): void {
  byId("chip").hidden = true;
}
