// Facts in a few words each, explained where one points at them.

import { h } from "./dom";

export type Fact = [term: string, value: string, title: string];

export function showFacts(list: HTMLElement, facts: Fact[]): void {
  list.replaceChildren(...facts.map(([term, value, title]) =>
    h("div", { title }, h("dt", {}, term), h("dd", {}, value))));
}
