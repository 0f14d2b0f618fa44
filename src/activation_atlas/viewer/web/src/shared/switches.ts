// Rows of buttons of which one is chosen.

import { h } from "./dom";

/** A row of buttons, one a value. */
export function switchRow(
  label: string, values: string[], choose: (value: string) => void, title: (value: string) => string,
  words: Record<string, string> = {},
): HTMLElement {
  const row = h("div", { class: "switch", role: "group", "aria-label": label },
    ...values.map((value) =>
      h("button", {
        type: "button", "data-value": value, title: title(value), onclick: () => choose(value),
      }, words[value] ?? value)));
  fadeEnds(row);
  return row;
}

/** Fades the ends of a row that goes on beyond them. */
function fadeEnds(row: HTMLElement): void {
  const fade = () => {
    const hidden = row.scrollWidth - row.clientWidth;
    row.classList.toggle("more-before", row.scrollLeft > 2);
    row.classList.toggle("more-after", row.scrollLeft < hidden - 2);
  };
  row.addEventListener("scroll", fade);
  new ResizeObserver(fade).observe(row);
}

/** Marks the button of a value. */
export function mark(row: HTMLElement, value: string): void {
  for (const button of row.querySelectorAll<HTMLElement>("button")) {
    const on = button.dataset.value === value;
    button.setAttribute("aria-pressed", String(on));
    if (on && row.scrollWidth > row.clientWidth) {
      row.scrollTo({ left: button.offsetLeft - row.clientWidth / 2 + button.offsetWidth / 2 });
    }
  }
}
