// The classes that a few letters mean.

const MOST = 9;

/** Of the classes offered, those whose name holds the text, nearest to its start first. */
export function findClasses(text: string, names: string[], offered: number[]): number[] {
  const wanted = text.trim().toLowerCase();
  return offered
    .map((index) => ({ index, rank: rank(names[index].toLowerCase(), wanted) }))
    .filter((hit) => hit.rank < 3)
    .sort((a, b) => a.rank - b.rank || names[a.index].localeCompare(names[b.index]))
    .slice(0, MOST)
    .map((hit) => hit.index);
}

function rank(name: string, wanted: string): number {
  return name.startsWith(wanted) ? 0 : name.includes(` ${wanted}`) ? 1 : name.includes(wanted) ? 2 : 3;
}
