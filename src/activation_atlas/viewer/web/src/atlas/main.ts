// Starts the page once its table of contents has arrived.

import { App } from "./app";
import { byId } from "../shared/dom";
import { notify } from "../shared/notice";
import { load } from "../shared/load";
import { startTheme } from "../shared/theme";
import type { Manifest } from "./types";

startTheme(() => {});
load<Manifest>("manifest.js")
  .then((manifest) => new App(manifest).start())
  .catch((error) => {
    byId("caption").textContent = "Nothing to show";
    notify(error);
  });
