// A dialog over the page, and what is laid out in one.

import { h, iconButton } from "./dom";
import type { KeyRow } from "./keyboard";

export function openDialog(title: string, ...body: HTMLElement[]): void {
  const dialog = h("dialog", { "aria-label": title });
  dialog.append(
    h("header", {}, h("h2", {}, title), iconButton("close", "Close", () => dialog.close())),
    h("div", { class: "dialog-body" }, ...body));
  dialog.addEventListener("close", () => dialog.remove());
  dialog.addEventListener("click", (event) => {
    if (event.target === dialog) dialog.close();
  });
  document.body.append(dialog);
  dialog.showModal();
}

export function table(rows: [string, string][]): HTMLElement {
  return h("dl", { class: "table" }, ...rows.map(([term, value]) =>
    h("div", {}, h("dt", {}, term), h("dd", {}, value))));
}

export function keyList(rows: KeyRow[]): HTMLElement {
  return h("dl", { class: "keys" }, ...rows.map(([keys, what]) =>
    h("div", {}, h("dt", {}, ...keys.map((key) => h("kbd", {}, key))), h("dd", {}, what))));
}
