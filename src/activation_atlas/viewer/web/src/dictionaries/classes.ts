// What the network takes the photo for, and which class activations are attributed to.

import { barRow, scale } from "../shared/bars";
import { byId, h } from "../shared/dom";
import { percent, shortName } from "../shared/format";
import type { ImageFacts } from "./types";

export interface ClassesContext {
  image: ImageFacts;
  names: Record<string, string>;
  own: number | null;
  other: number | null;
  choose(own: number | null, other: number | null): void;
}

export function showClasses(context: ClassesContext): void {
  const { image, names, own, choose } = context;
  const place = byId("classes");
  const focused = place.contains(document.activeElement) ? document.activeElement!.id : "";
  const name = (index: number) => names[index] ?? `class ${index}`;
  place.replaceChildren(
    h("h3", {}, "Choose a class to see what speaks for it"),
    h("ol", { class: "bars" }, ...image.classes.map((index, rank) => {
      const button = h("button", {
        type: "button", class: "bars-name", id: `class-${index}`, "aria-pressed": String(index === own),
        title: `${name(index)}: logit ${image.logits[rank].toFixed(2)}`,
        onclick: () => choose(index === own ? null : index, null),
      }, shortName(name(index)));
      const share = image.probabilities[rank];
      return barRow(button, percent(share), share);
    })),
    ...(own === null ? [] : comparison(context, name)));
  place.hidden = image.classes.length === 0;
  if (focused) document.getElementById(focused)?.focus();
}

function comparison({ image, own, other, choose }: ClassesContext, name: (index: number) => string): HTMLElement[] {
  const rest = image.classes.filter((index) => index !== own);
  const select = h("select", {
    id: "other",
    onchange: () => choose(own, select.value === "" ? null : Number(select.value)),
  },
  h("option", { value: "", selected: other === null }, "any class"),
  ...rest.map((index) =>
    h("option", { value: String(index), selected: index === other }, shortName(name(index)))));
  return [
    h("p", { class: "rather" }, h("label", { for: "other" }, "rather than"), select),
    scale(),
  ];
}
