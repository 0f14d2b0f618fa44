// Numbers and names as people read them.

const grouped = new Intl.NumberFormat("en-US");

export function whole(count: number): string {
  return grouped.format(count);
}

export function signed(value: number): string {
  const size = Math.abs(value);
  const places = size >= 100 ? 0 : size >= 10 ? 1 : size >= 0.1 ? 2 : 3;
  const text = size.toFixed(places);
  return (value < 0 ? "−" : "+") + text;
}

/** As `signed`, without the plus. */
export function plain(value: number): string {
  return signed(value).replace(/^\+/, "");
}

export function percent(share: number): string {
  if (share < 0.0005) return "< 0.1 %";
  return share >= 0.0995 ? `${(100 * share).toFixed(0)} %` : `${(100 * share).toFixed(1)} %`;
}

/** The first of a class's synonyms: "tench, Tinca tinca" is "tench". */
export function shortName(name: string): string {
  return name.split(",")[0].trim();
}

/** "trustworthiness" and "neighbour_recall" as words. */
export function words(key: string): string {
  const text = key.replace(/_/g, " ");
  return text[0].toUpperCase() + text.slice(1);
}

export function figure(value: number): string {
  return Number.isInteger(value) ? whole(value) : value.toPrecision(3);
}
