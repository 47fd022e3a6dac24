/** What the desk adds to pages that already work without it. */
import "htmx.org";

import "@tabler/core/dist/css/tabler.css";
import "./styles/desk.css";

import { watchDrops } from "./drops";
import { watchFilters } from "./filters";
import { watchMatrix } from "./matrix";
import { watchMenus } from "./menus";
import { watchPanel } from "./panel";
import { watchPasskeys } from "./passkeys";
import { watchPickers } from "./picker";
import { watchPrint } from "./print";
import { watchScrolls } from "./scrolls";
import { watchTaps } from "./taps";
import { watchTicks } from "./ticks";

watchMenus(document);
watchPanel(document);
watchFilters(document);
watchPrint(document);
watchDrops(document);
watchPickers(document);
watchPasskeys(document);
watchScrolls(document);
watchTaps(document);
watchTicks(document);
for (const grid of document.querySelectorAll<HTMLTableElement>("table[data-matrix]")) {
  watchMatrix(grid);
}
