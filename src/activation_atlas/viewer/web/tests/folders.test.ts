/// <reference types="vite/client" />
// Which folder may import from which: the pages share a folder, and know nothing of each other.

import { expect, test } from "vitest";

const sources = import.meta.glob<string>("../src/**/*.{ts,css}", {
  query: "?raw", import: "default", eager: true,
});
const ALLOWED: Record<string, string[]> = {
  shared: ["shared"], atlas: ["atlas", "shared"], dictionaries: ["dictionaries", "shared"],
};

/** The folders below src/ from which a file imports. */
function imported(folder: string, text: string): string[] {
  const paths = Array.from(text.matchAll(/(?:from|@import) "(\.[^"]+)"/g), ([, path]) => path);
  return paths
    .map((path) => new URL(path, `file:///src/${folder}/`).pathname)
    .filter((path) => path.startsWith("/src/"))
    .map((path) => path.split("/")[2]);
}

test("no page imports from the other, and what is shared from neither", () => {
  const files = Object.entries(sources).map(([path, text]) => {
    const folder = path.split("/")[2];
    return { path, folder, from: imported(folder, text) };
  });
  expect(files.length).toBeGreaterThan(40);
  expect(files.flatMap(({ from }) => from).length).toBeGreaterThan(100);
  const astray = files.filter(({ folder, from }) => from.some((each) => !ALLOWED[folder].includes(each)));
  expect(astray.map(({ path }) => path)).toEqual([]);
});
