// The fields of a URL's hash, which keeps where the reader is.

export function writeHash(fields: string[]): string {
  return `#${fields.join("&")}`;
}

export function readHash(hash: string): URLSearchParams {
  return new URLSearchParams(hash.replace(/^#/, ""));
}

/** Fields with the names that are given; an empty name is none. */
export function namesIn<K extends string>(
  given: URLSearchParams, keys: readonly K[],
): Partial<Record<K, string>> {
  const found: Partial<Record<K, string>> = {};
  for (const key of keys) {
    const value = given.get(key);
    if (value) found[key] = value;
  }
  return found;
}

/** A whole number, or null where a field holds none. */
export function wholeIn(given: URLSearchParams, key: string): number | null {
  const text = given.get(key) ?? "";
  return /^\d+$/.test(text) ? Number(text) : null;
}

/** A number from whatever a field starts with, or NaN. */
export function numberIn(given: URLSearchParams, key: string): number {
  return Number.parseFloat(given.get(key) ?? "");
}
