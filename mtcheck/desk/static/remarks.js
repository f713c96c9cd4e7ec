// Remarks that are being typed: kept in this browser until they are sent.

import { base, editor } from "./asking.js";

const fields = (part) => part.querySelectorAll("input[data-kept]");

function keyOf(field) {
  const to = field.form.getAttribute("action") ?? field.form.dataset.target;
  return `mtcheck:${base}:${editor}:remark:${to}:${field.name}`;
}

function stored(field) {
  try { return localStorage.getItem(keyOf(field)) ?? ""; } catch { return ""; }
}

function keep(field) {
  try {
    if (field.value) localStorage.setItem(keyOf(field), field.value);
    else localStorage.removeItem(keyOf(field));
  } catch { /* a browser that keeps nothing */ }
}

/** Forget the remarks of a form: they were sent, or are not wanted. */
export function forget(form) {
  for (const field of fields(form)) {
    field.value = "";
    keep(field);
  }
}

/** Put back what was kept; the panels that `open` allows are opened with it. */
export function restore(part, open = () => true) {
  for (const field of fields(part)) {
    const kept = stored(field);
    if (!kept || field.value) continue;
    field.value = kept;
    const panel = field.closest(".panel");
    if (!panel || !open(panel)) continue;
    panel.classList.add("open");
    for (const button of document.querySelectorAll(`[aria-controls="${panel.id}"]`)) button.setAttribute("aria-expanded", "true");
  }
}

/** Watch everything that is typed. */
export function watch() {
  document.addEventListener("input", (event) => {
    if (event.target.matches?.("input[data-kept]")) keep(event.target);
  });
}
