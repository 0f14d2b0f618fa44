// Light and dark: as the system has it, until the reader chooses.

const KEY = "atlas-theme";

export function startTheme(changed: () => void): void {
  const system = matchMedia("(prefers-color-scheme: dark)");
  const apply = () => {
    document.documentElement.dataset.theme = chosen() ?? (system.matches ? "dark" : "light");
    changed();
  };
  system.addEventListener("change", apply);
  apply();
}

export function toggleTheme(changed: () => void): void {
  const next = document.documentElement.dataset.theme === "dark" ? "light" : "dark";
  document.documentElement.dataset.theme = next;
  try {
    localStorage.setItem(KEY, next);
  } catch {
    // private windows may refuse; the choice then lasts as long as the page
  }
  changed();
}

function chosen(): string | null {
  try {
    const theme = localStorage.getItem(KEY);
    return theme === "light" || theme === "dark" ? theme : null;
  } catch {
    return null;
  }
}

/** A colour of the style sheet as the theme has it, for canvases. */
export function colour(name: string): string {
  // A custom property is returned as written, light-dark() and all; a colour is resolved.
  const probe = document.head;
  probe.style.color = `var(--${name})`;
  return getComputedStyle(probe).color;
}
