// A layer's activations in a few parts, each with a picture, a mask and what it adds to a class.

import { h } from "../shared/dom";
import { signed } from "../shared/format";
import { cut } from "../shared/images";

export interface GroupsActions {
  choose(group: number): void;
  look(group: number | null): void;
}

export class Groups {
  readonly element = h("div", { class: "groups", role: "group" });
  private buttons: HTMLButtonElement[] = [];
  private values: HTMLElement[] = [];
  private canvases: HTMLCanvasElement[] = [];

  constructor(private layer: string, private actions: GroupsActions) {
    this.element.setAttribute("aria-label", `Groups of ${layer}`);
  }

  show(count: number, pictures: HTMLImageElement): void {
    const numbers = Array.from({ length: count }, (_, group) => group);
    this.canvases = numbers.map(() => h("canvas", { class: "sprite", width: 1, height: 1 }));
    this.values = numbers.map(() => h("span", { class: "group-value" }));
    this.buttons = numbers.map((group) => h("button", {
      type: "button", class: "group",
      title: `Group ${group + 1} of ${this.layer}: where it lies`,
      "aria-label": `Group ${group + 1} of ${this.layer}: where it lies`,
      onclick: () => this.actions.choose(group),
      onpointerenter: (event: PointerEvent) => {
        if (event.pointerType !== "touch") this.actions.look(group);
      },
      onpointerleave: () => this.actions.look(null),
    }, this.canvases[group], this.values[group]));
    this.element.style.setProperty("--count", String(count));
    this.element.replaceChildren(...this.buttons);
    this.canvases.forEach((canvas, group) => cut(canvas, pictures, 0, group, count));
  }

  update(chosen: number | null, added: number[] | null): void {
    this.buttons.forEach((button, group) => {
      button.setAttribute("aria-pressed", String(group === chosen));
      this.values[group].textContent = added ? signed(added[group]) : "";
      this.values[group].classList.toggle("against", Boolean(added && added[group] < 0));
    });
  }
}
