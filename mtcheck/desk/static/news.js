// What others do in the article that is open, and how long one has been at it.

import { ask, tell } from "./asking.js";

const EVERY = 5000; // milliseconds
const REPORTED = 15; // seconds
const AWAY = 90_000; // milliseconds without a key or a touch

/** Fetch a row again; one in which somebody types is left until they are done. */
function refresh(article, number) {
  const row = document.getElementById(`row-${number}`);
  if (!row) return true;
  const busy = [...row.querySelectorAll("form.open")].length > 0;
  if (busy) return false;
  window.htmx.ajax("GET", article.dataset.news.replace(/news$/, `rows/${number}`), {
    source: row, target: row, swap: "outerHTML",
  });
  return true;
}

/** Look for what others did, and tell the server now and then that one is here. */
export function watch() {
  const article = document.getElementById("article");
  if (!article) return;
  let waiting = new Set();
  let seconds = 0;
  let seen = Date.now();
  for (const kind of ["keydown", "pointerdown", "scroll", "input"]) {
    document.addEventListener(kind, () => { seen = Date.now(); }, { passive: true, capture: true });
  }
  setInterval(async () => {
    if (document.visibilityState === "hidden") return;
    if (Date.now() - seen < AWAY) seconds += EVERY / 1000;
    if (seconds >= REPORTED) {
      const spent = seconds;
      seconds = 0;
      ask(article.dataset.time, { seconds: spent }).catch(() => { seconds += spent; });
    }
    let said;
    try {
      said = await (await ask(`${article.dataset.news}?after=${article.dataset.last}`)).json();
    } catch {
      return; // the next round asks again
    }
    article.dataset.last = said.last;
    for (const line of said.told) tell(line);
    if (said.told.length) said.rows.forEach((number) => waiting.add(number));
    waiting = new Set([...waiting].filter((number) => !refresh(article, number)));
  }, EVERY);
}

