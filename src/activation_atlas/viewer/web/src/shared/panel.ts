// The panel at the side in which details open.

import { byId, h, iconButton } from "./dom";

export interface PanelHead {
  eyebrow: string;
  title: string;
  one: string; // what the panel is about, of which there are others
  step(by: number): void; // to another of them
  close(): void;
}

export function panelHead({ eyebrow, title, one, step, close }: PanelHead): HTMLElement {
  return h("header", { class: "panel-head" },
    h("div", { class: "panel-title" },
      h("p", { class: "eyebrow" }, eyebrow),
      h("h2", {}, title)),
    h("div", { class: "panel-steps" },
      iconButton("back", `Previous ${one}`, () => step(-1)),
      iconButton("on", `Next ${one}`, () => step(1)),
      iconButton("close", "Close details (Esc)", close)));
}

export function panelSection(title: string, note: string, body: HTMLElement): HTMLElement {
  return h("section", {}, h("h3", { title: note }, title), body);
}

/** Opens the panel at its top. */
export function openPanel(...content: HTMLElement[]): void {
  const panel = byId("panel");
  panel.replaceChildren(...content);
  panel.hidden = false;
  panel.scrollTop = 0;
}

export function closePanel(): void {
  byId("panel").hidden = true;
}
