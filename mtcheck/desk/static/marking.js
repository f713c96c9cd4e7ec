// A finding of one's own: words selected with the mouse, a finger, or in the sheet by keyboard.

import { warn } from "./asking.js";
import { forget } from "./remarks.js";

const sheet = () => document.getElementById("mark");
const here = () => document.getElementById("mark-here");
const points = (text) => [...text].length;

/** Code points from the sentence's start to a place in the page; null outside of its words. */
function offset(words, node, at) {
  if (node.nodeType === Node.ELEMENT_NODE) {
    const next = node.childNodes[at];
    if (next && words.contains(next)) {
      const run = next.nodeType === Node.ELEMENT_NODE && next.matches("[data-at]")
        ? next : next.querySelector?.("[data-at]") ?? next.parentElement.closest("[data-at]");
      if (run) return Number(run.dataset.at);
    }
    const runs = [...words.querySelectorAll("[data-at]")];
    const before = runs.filter((run) =>
      run === node || node.compareDocumentPosition(run) & Node.DOCUMENT_POSITION_PRECEDING ||
      (node.contains(run) && at > 0));
    const last = before.at(-1);
    return last ? Number(last.dataset.at) + length(last) : 0;
  }
  const run = node.parentElement.closest("[data-at]");
  if (!run) return offset(words, node.parentElement, at);
  if (run.dataset.standsFor) return Number(run.dataset.at) + (at > 0 ? length(run) : 0);
  return Number(run.dataset.at) + points(node.data.slice(0, at));
}

const length = (run) => Number(run.dataset.standsFor ?? points(run.textContent));

/** The sentence and the stretch of it that is selected; null where none is, or more than one. */
export function selected() {
  const selection = getSelection();
  if (!selection.rangeCount || selection.isCollapsed) return null;
  const range = selection.getRangeAt(0);
  const within = (node) => (node.nodeType === Node.ELEMENT_NODE ? node : node.parentElement)
    .closest(".mt .words[data-segment]");
  const words = within(range.startContainer) ?? within(range.endContainer);
  if (!words || !words.contains(range.startContainer)) return null;
  const start = offset(words, range.startContainer, range.startOffset);
  const end = words.contains(range.endContainer)
    ? offset(words, range.endContainer, range.endOffset)
    : offset(words, words, words.childNodes.length);
  return end > start ? { words, start, end } : null;
}

/** The sentence itself, as far as the page has it, by its runs. */
function sentence(words) {
  let text = "";
  const odd = [];
  for (const run of words.querySelectorAll("[data-at]")) {
    if (run.dataset.standsFor) odd.push({ at: points(text), stands: length(run), shown: points(run.textContent) });
    text += run.textContent;
  }
  return { text, odd };
}

/** Open the sheet on a sentence, with what is selected chosen in it. */
export function open(words, chosen) {
  const form = sheet().querySelector("form");
  const { text, odd } = sentence(words);
  const area = document.getElementById("mark-words");
  form.dataset.segment = words.dataset.segment;
  form.dataset.version = words.dataset.version;
  form.odd = odd;
  area.value = text;
  sheet().showModal();
  area.focus();
  const unit = (point) => [...text].slice(0, point).join("").length;
  area.setSelectionRange(unit(toShown(odd, chosen?.start ?? 0)), unit(toShown(odd, chosen?.end ?? 0)));
  show();
}

function toShown(odd, point) {
  return odd.reduce((at, one) => (at > one.at ? at + one.shown - one.stands : at), point);
}

function toReal(odd, point) {
  return odd.reduceRight(
    (at, one) => (point >= one.at + one.shown ? at - one.shown + one.stands : at), point);
}

function show() {
  const area = document.getElementById("mark-words");
  const words = area.value.slice(area.selectionStart, area.selectionEnd);
  const line = document.getElementById("mark-chosen");
  const said = words
    ? `Chosen: “${words}”`
    : `Nothing chosen: something is missing after “${area.value.slice(0, area.selectionStart).slice(-20)}”`;
  if (line.textContent !== said) line.textContent = said;
}

async function send(form) {
  const area = document.getElementById("mark-words");
  const at = (unit) => toReal(form.odd, points(area.value.slice(0, unit)));
  const fields = new FormData(form);
  fields.set("start", at(area.selectionStart));
  fields.set("end", at(area.selectionEnd));
  fields.set("version", form.dataset.version);
  const path = form.dataset.target.replace("/segments/0/", `/segments/${form.dataset.segment}/`);
  const row = document.querySelector(`.words[data-segment="${form.dataset.segment}"]`).closest(".row");
  sheet().close();
  let done = false;
  row.addEventListener("htmx:afterRequest", (event) => { done = event.detail.xhr.status < 400; }, { once: true });
  await window.htmx.ajax("POST", path, {
    source: row, target: row, swap: "outerHTML", values: Object.fromEntries(fields),
  });
  if (!done) return; // what was remarked is there when the sheet is opened again
  forget(form);
  form.reset();
}

/** Offer to mark what is selected, and mark it. */
export function watch() {
  if (!sheet()) return;
  document.addEventListener("selectionchange", () => {
    const area = document.getElementById("mark-words");
    if (document.activeElement === area) { show(); return; }
    const found = selected();
    here().hidden = !found;
    if (!found) return;
    const place = getSelection().getRangeAt(0).getBoundingClientRect();
    here().style.setProperty("inset-block-start", `${place.bottom + scrollY + 6}px`);
    here().style.setProperty("inset-inline-start", `${Math.max(8, Math.min(place.left + scrollX, innerWidth - 190))}px`);
  });
  here().addEventListener("pointerdown", (event) => event.preventDefault());
  here().addEventListener("click", () => {
    const found = selected();
    if (found) open(found.words, found);
  });
  sheet().querySelector("form").addEventListener("submit", (event) => {
    event.preventDefault();
    send(event.target).catch((error) => warn(error.message));
  });
  const area = document.getElementById("mark-words");
  // Not read-only, where no key selects anything: it takes no change instead.
  area.addEventListener("beforeinput", (event) => event.preventDefault());
  area.addEventListener("select", show);
}
