// A list of classes with their values as bars.

import { barRow } from "../shared/bars";
import { h } from "../shared/dom";
import { shortName, signed } from "../shared/format";

/** One row a class; bars are drawn against `peak`. With `choose`, names are buttons. */
export function bars(
  rows: [index: number, value: number | null][], names: string[], peak: number,
  choose?: (index: number) => void,
): HTMLElement {
  return h("ol", { class: "bars" }, ...rows.map(([index, value]) => {
    const share = value === null || peak <= 0 ? 0 : Math.min(1, Math.abs(value) / peak);
    const full = names[index] ?? `class ${index}`;
    const name = choose
      ? h("button", {
          type: "button", class: "bars-name", title: `Tint the atlas by ${full}`,
          onclick: () => choose(index),
        }, shortName(full))
      : h("span", { class: "bars-name" }, shortName(full));
    return barRow(name, value === null ? "–" : signed(value), share, (value ?? 0) < 0);
  }));
}
