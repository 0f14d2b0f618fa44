// The box that finds a class, to tint the map by it.

import { byId, h, icon } from "../shared/dom";
import { findClasses } from "./find";

export class Search {
  private input = h("input", {
    type: "text", role: "combobox", placeholder: "Find a class", autocomplete: "off",
    spellcheck: "false", "aria-label": "Find a class and tint the atlas by it",
    "aria-expanded": "false", "aria-controls": "found", "aria-autocomplete": "list",
  });
  private list = h("ul", { id: "found", role: "listbox", "aria-label": "Classes", hidden: true });
  private found: number[] = [];
  private active = 0;

  constructor(private names: () => string[], private offered: () => number[], private choose: (index: number) => void) {
    byId("search").append(icon("find"), this.input, h("kbd", {}, "/"), this.list);
    this.input.addEventListener("input", () => this.look());
    this.input.addEventListener("focus", () => this.look());
    this.input.addEventListener("blur", () => this.close());
    this.input.addEventListener("keydown", (event) => this.key(event));
  }

  focus(): void {
    this.input.focus();
    this.input.select();
  }

  private look(): void {
    this.found = findClasses(this.input.value, this.names(), this.offered());
    this.active = 0;
    this.render();
  }

  private render(): void {
    const names = this.names();
    const rows = this.found.map((index, place) =>
      h("li", {
        id: `found-${place}`, role: "option", "aria-selected": String(place === this.active),
        onmousedown: (event: Event) => {
          event.preventDefault();
          this.take(place);
        },
      }, names[index]));
    if (!rows.length) rows.push(h("li", { class: "quiet" }, "No cell of this map speaks for such a class."));
    this.list.replaceChildren(...rows);
    this.list.hidden = false;
    this.input.setAttribute("aria-expanded", "true");
    if (this.found.length) this.input.setAttribute("aria-activedescendant", `found-${this.active}`);
    else this.input.removeAttribute("aria-activedescendant");
  }

  private key(event: KeyboardEvent): void {
    event.stopPropagation();
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    if (step && this.found.length) {
      event.preventDefault();
      this.active = (this.active + step + this.found.length) % this.found.length;
      this.render();
    } else if (event.key === "Enter") this.take(this.active);
    else if (event.key === "Escape") this.input.blur();
  }

  private take(place: number): void {
    const index = this.found[place];
    if (index === undefined) return;
    this.input.value = "";
    this.input.blur();
    this.choose(index);
  }

  private close(): void {
    this.list.hidden = true;
    this.input.setAttribute("aria-expanded", "false");
  }
}
