// What is being typed: kept in this browser at once, on the server at each pause.

import { ask, editor, base } from "./asking.js";

const PAUSE = 700; // milliseconds
const timers = new WeakMap();

const keyOf = (form) => `mtcheck:${base}:${editor}:${form.dataset.draft}`;

function stored(form) {
  try {
    return JSON.parse(localStorage.getItem(keyOf(form)) ?? "null");
  } catch {
    return null;
  }
}

/** Forget what this browser keeps of a sentence. */
export function forget(form) {
  try { localStorage.removeItem(keyOf(form)); } catch { /* a browser that keeps nothing */ }
}

function keep(form, area) {
  const said = { text: area.value, version: form.elements.version.value };
  try {
    localStorage.setItem(keyOf(form), JSON.stringify(said));
    return true;
  } catch {
    return false;
  }
}

/** Whether something was typed that is not saved. */
export const typed = (area) => area.value !== lines(area.dataset.saved);

const lines = (text) => text.replace(/\r\n?/g, "\n");

async function send(form, area) {
  const line = form.querySelector(".keeping");
  const text = area.value;
  try {
    await ask(form.dataset.draft, { text, version: form.elements.version.value });
    if (area.value !== text) return;
    forget(form);
    line.textContent = typed(area) ? "Kept as you typed it; not saved yet." : "";
  } catch (error) {
    line.textContent = `${error.message} What you type is kept in this browser.`;
    timers.set(area, setTimeout(() => send(form, area), 5000));
  }
}

async function recheck(form, area, model = false) {
  const place = form.querySelector(".live");
  const text = area.value;
  if (!typed(area)) { place.replaceChildren(); return; }
  try {
    const answer = await ask(form.dataset.recheck, model ? { text, model: "yes" } : { text });
    const html = await answer.text();
    if (area.value !== text || !form.isConnected) return;
    // Ours, and escaped by the template; it is parsed apart, where nothing runs.
    const parsed = new DOMParser().parseFromString(html, "text/html");
    for (const quote of parsed.querySelectorAll("q")) quote.lang = area.lang;
    place.replaceChildren(...parsed.body.childNodes);
    // The rules answer at once; the model, which takes longer, is asked when the pause is longer.
    if (form.dataset.model && !model) {
      setTimeout(() => { if (area.value === text && form.isConnected) recheck(form, area, true); }, PAUSE);
    }
  } catch (error) {
    place.textContent = error.message;
  }
}

/** A pause in typing, or a look elsewhere. */
export function flush(area) {
  const form = area.form;
  clearTimeout(timers.get(area));
  return send(form, area);
}

/** Put back what this browser has kept of the sentences in a part of the page. */
export function restore(part) {
  for (const form of part.querySelectorAll("form.edit")) {
    const kept = stored(form);
    if (!kept || form.querySelector(".conflict[role]")) continue;
    const area = form.elements.text;
    if (kept.text === lines(area.dataset.saved)) { forget(form); continue; }
    area.value = kept.text;
    form.elements.version.value = kept.version;
    form.classList.add("open");
    form.querySelector(".keeping").textContent =
      kept.version === form.dataset.version
        ? "This is what you had typed; it was kept in this browser, and is not saved yet."
        : "This is what you had typed, kept in this browser. The sentence has been changed since.";
    timers.set(area, setTimeout(() => send(form, area), PAUSE));
  }
}

/** Watch everything that is typed. */
export function watch() {
  document.addEventListener("input", (event) => {
    const area = event.target;
    const form = area.closest?.("form.edit");
    if (!form || area.name !== "text") return;
    const line = form.querySelector(".keeping");
    if (!keep(form, area)) line.textContent = "This browser keeps nothing: save soon.";
    clearTimeout(timers.get(area));
    timers.set(area, setTimeout(() => { send(form, area); recheck(form, area); }, PAUSE));
  });
  document.addEventListener("visibilitychange", () => {
    if (document.visibilityState !== "hidden") return;
    for (const area of document.querySelectorAll("form.edit.open textarea")) {
      if (typed(area)) flush(area);
    }
  });
}
