// Data files are scripts that call atlas.receive(key, value): a page opened from disk may run
// local scripts, but not read local files.

import { Kept } from "./kept";

const arrived = new Map<string, unknown>();
const files = new Kept<unknown>();

declare global {
  var atlas: { receive(key: string, value: unknown): void };
}

globalThis.atlas = { receive: (key, value) => void arrived.set(key, value) };

/** Loads the data file at `key`, its path from the page. Fails with one sentence. */
export function load<T>(key: string): Promise<T> {
  return files.get(key, () => insert(key)) as Promise<T>;
}

function insert(key: string): Promise<unknown> {
  return new Promise((resolve, reject) => {
    const script = document.createElement("script");
    script.src = address(key);
    script.onload = () => {
      script.remove();
      if (arrived.has(key)) resolve(arrived.get(key));
      else reject(new Error(`The data file ${key} does not hold what it should.`));
    };
    script.onerror = () => {
      script.remove();
      reject(new Error(`The data file ${key} is missing from the page's folder.`));
    };
    document.head.append(script);
  });
}

export function address(path: string): string {
  return path.split("/").map(encodeURIComponent).join("/");
}
