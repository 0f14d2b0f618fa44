// Starts the page once its table of contents has arrived.

import { App } from "./app";
import { byId } from "./dom";
import { notify } from "./notice";
import { load } from "./registry";
import { startTheme } from "./theme";
import type { Manifest } from "./types";

startTheme(() => {});
load<Manifest>("manifest.js")
  .then((manifest) => new App(manifest).start())
  .catch((error) => {
    byId("caption").textContent = "Nothing to show";
    notify(error);
  });
