// Values as bars, and the scale from against to for.

import { h } from "./dom";

/** One row of a list of bars, the bar's length a share in [0, 1]. */
export function barRow(name: HTMLElement, value: string, share: number, against = false): HTMLElement {
  return h("li", { class: against && "against" },
    name,
    h("span", { class: "bars-value" }, value),
    h("span", { class: "bars-line", style: `--share:${share.toFixed(3)}` }));
}

export function scale(): HTMLElement {
  return h("div", { class: "chip-scale", "aria-hidden": "true" },
    h("span", {}, "against"), h("i", {}), h("span", {}, "for"));
}
