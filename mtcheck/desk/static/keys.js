// The whole work by keyboard. Single letters act only outside of fields, and can be turned off.

import { tell } from "./asking.js";
import { flush, typed } from "./drafts.js";
import * as marking from "./marking.js";
import * as remarks from "./remarks.js";

const SINGLE = "mtcheck:single-keys";

const notes = () => [...document.querySelectorAll(".note")].filter((n) => n.checkVisibility());
const items = () => [...document.querySelectorAll("[data-item]")];

function singleKeys() {
  try { return localStorage.getItem(SINGLE) !== "no"; } catch { return true; }
}

/** The finding that keys act on: the one that has the focus, or had it last. */
export function current() {
  return document.activeElement?.closest(".note") ?? document.querySelector(".note.current");
}

/** Go to a finding. */
export function go(note) {
  if (!note) return;
  for (const old of document.querySelectorAll(".current")) old.classList.remove("current");
  for (const old of document.querySelectorAll("mark.here")) old.classList.remove("here");
  note.classList.add("current");
  for (const mark of document.querySelectorAll(`mark[data-finding="${note.id.slice(8)}"]`)) {
    mark.classList.add("here");
  }
  note.focus({ preventScroll: true });
  note.closest(".row").scrollIntoView({ block: "nearest" });
  note.scrollIntoView({ block: "nearest" });
}

function step(list, from, way) {
  if (!list.length) return null;
  const at = list.indexOf(from);
  if (at >= 0) return list[Math.min(list.length - 1, Math.max(0, at + way))];
  const near = list.findIndex((n) => from && from.compareDocumentPosition(n) & Node.DOCUMENT_POSITION_FOLLOWING);
  return way > 0 ? list[near < 0 ? 0 : near] : list.at(-1);
}

function move(way) {
  if (document.getElementById("article")) {
    const list = notes();
    const from = current() ?? document.activeElement.closest?.(".row");
    const next = step(list, from, way);
    if (!next) tell("There are no findings here.");
    else if (next === from) tell(way > 0 ? "That was the last finding. ] goes to the next article." : "That was the first finding.");
    go(next);
  } else {
    step(items(), document.activeElement, way)?.focus();
  }
}

/** Go to the next finding that one has not judged, from a finding on and round again. */
export function onward(from, done = "") {
  const list = notes();
  const at = list.findIndex((n) => n.id === from);
  const order = [...list.slice(at + 1), ...list.slice(0, at + 1)];
  const next = order.find((n) => n.dataset.open === "yes");
  if (next) go(next);
  else {
    go(document.getElementById(from));
    tell(`${done && `${done}. `}You have judged every finding here. ] goes to the next article.`);
  }
  return next;
}

function press(act) {
  const note = current();
  if (!note) { tell("Go to a finding first, with J."); return; }
  const button = note.querySelector(`[data-act="${act}"]`);
  if (!button) {
    const reason = { accept: "You have judged this one: X opens it again.", reject: "You have judged this one: X opens it again.", apply: "There is no suggestion that can be put in here.", reopen: "This one is open.", withdraw: "This is no mark of yours." };
    tell(reason[act] ?? "That cannot be done here.");
    return;
  }
  button.click();
}

function wordsHere() {
  const row = document.activeElement.closest?.(".row") ?? current()?.closest(".row");
  if (!row) return null;
  const segment = document.activeElement.closest?.("[data-segment]")?.dataset.segment
    ?? current()?.dataset.segment;
  return row.querySelector(`.words[data-segment="${segment}"]`) ?? row.querySelector(".words[data-segment]");
}

/** Open a panel or editor and go into it. */
export function openPanel(id, opener) {
  const panel = document.getElementById(id);
  if (!panel) return;
  panel.classList.add("open");
  panel.opener = opener;
  for (const button of document.querySelectorAll(`[aria-controls="${id}"]`)) button.setAttribute("aria-expanded", "true");
  const field = panel.querySelector("textarea, input:checked, input:not([type=hidden])");
  field.focus();
  if (field.matches("textarea")) field.setSelectionRange(field.value.length, field.value.length);
  panel.scrollIntoView({ block: "nearest" });
}

/** Close it, with what was typed kept, and go back to where one was. */
export function closePanel(panel) {
  panel.classList.remove("open");
  for (const button of document.querySelectorAll(`[aria-controls="${panel.id}"]`)) button.setAttribute("aria-expanded", "false");
  const area = panel.querySelector("textarea");
  if (area && typed(area)) {
    flush(area);
    tell("Left for later: what you typed is kept.");
  }
  const note = panel.closest(".note") ?? document.querySelector(".note.current");
  const segment = panel.dataset.segment;
  if (note && (!segment || note.dataset.segment === segment)) go(note);
  else document.querySelector(`[aria-controls="${panel.id}"]`)?.focus();
}

function edit() {
  const words = wordsHere();
  if (!words) { tell("Go to a finding first, with J."); return; }
  const id = `edit-${words.dataset.segment}`;
  if (document.getElementById(id)) openPanel(id);
  else tell("This sentence cannot be changed.");
}

function mark() {
  const found = marking.selected();
  const words = found?.words ?? wordsHere();
  if (words) marking.open(words, found);
  else tell("Select words of the translation first, or go to a finding with J.");
}

const follow = (selector) => document.querySelector(selector)?.click();

function turn(rel, last) {
  const link = document.querySelector(`.around a[rel="${rel}"]`);
  if (link) link.click();
  else if (document.getElementById("article")) tell(last);
}

function search() {
  const field = document.getElementById("filter-text");
  const queue = document.querySelector('[data-act="queue"]') ?? document.querySelector(".brand a");
  if (field) { field.focus(); field.select(); } else location.href = `${queue.href}#filter-text`;
}

const LETTERS = {
  j: () => move(1), n: () => move(1),
  k: () => move(-1), p: () => move(-1),
  o: () => onward(current()?.id ?? ""),
  a: () => press("accept"), r: () => press("reject"), s: () => press("apply"),
  x: () => press("reopen"), d: () => press("withdraw"), c: () => press("comment"),
  e: edit, m: mark,
  u: () => follow('[data-act="undo"]'), U: () => follow('[data-act="redo"]'),
  "]": () => turn("next", "That was the last article of the queue."),
  "[": () => turn("prev", "That was the first article of the queue."),
  q: () => follow('[data-act="queue"]'),
  "/": search,
  "?": () => document.getElementById("help").showModal(),
};
LETTERS["."] = LETTERS["]"];
LETTERS[","] = LETTERS["["];

const PLACES = { BracketLeft: "[", BracketRight: "]", Slash: "/", Period: ".", Comma: "," };

/** The key by its letter; where the layout has none (Russian, Hebrew …), by its place. */
function named(event) {
  const latin = /^[!-~]$/.test(event.key) && !event.altKey;
  const placed = event.code.startsWith("Key") ? event.code.slice(3) : PLACES[event.code];
  const letter = latin || event.key.length > 1 ? event.key : placed ?? event.key;
  if (letter === "/" && event.shiftKey && !latin) return "?";
  if (letter.length > 1) return letter;
  return letter.toLowerCase() === "u" && event.shiftKey ? "U" : letter.toLowerCase();
}

const inField = (element) => element.matches("input:not([type=radio], [type=checkbox]), textarea, select, [contenteditable]");

function inRadios(event, form) {
  if (/^[1-9]$/.test(event.key)) {
    const radio = form.querySelectorAll('input[type="radio"]')[Number(event.key) - 1];
    if (radio) { radio.checked = true; radio.focus(); event.preventDefault(); }
    return true;
  }
  return false;
}

function pressed(event) {
  const { key, target } = event;
  const panel = target.closest?.(".panel.open, form.edit.open");
  if (document.querySelector("dialog[open]")) return;
  if (panel && key === "Escape") { event.preventDefault(); closePanel(panel); return; }
  if (target.closest?.("form.edit") && key === "Enter" && (event.ctrlKey || event.metaKey)) {
    event.preventDefault();
    target.form.requestSubmit();
    return;
  }
  if (panel && target.matches('input[type="radio"]') && inRadios(event, panel)) return;
  if (inField(target)) return;
  if ((event.ctrlKey || event.metaKey) && !event.altKey) {
    const undo = key.toLowerCase() === "z" && !event.shiftKey;
    const redo = key.toLowerCase() === "y" || (key.toLowerCase() === "z" && event.shiftKey);
    if (undo || redo) { event.preventDefault(); follow(`[data-act="${undo ? "undo" : "redo"}"]`); }
    return;
  }
  if (event.ctrlKey || event.metaKey) return;
  if (event.altKey === singleKeys()) return;
  if (key === "Enter" && target.matches(".note")) { event.preventDefault(); press("accept"); return; }
  if (panel && target.matches("input")) return;
  const does = LETTERS[named(event)];
  if (!does) return;
  event.preventDefault();
  does();
}

/** Listen to keys, and to the buttons that do what keys do. */
export function watch() {
  document.addEventListener("keydown", pressed);
  document.addEventListener("click", (event) => {
    const link = event.target.closest('[data-opens="help"]');
    if (link) { event.preventDefault(); document.getElementById("help").showModal(); return; }
    const tag = event.target.closest('a.tag[href^="#finding-"]');
    if (tag) { event.preventDefault(); go(document.getElementById(tag.hash.slice(1))); return; }
    const button = event.target.closest("button[data-act]");
    if (!button) return;
    const act = button.dataset.act;
    if (act === "edit") openPanel(`edit-${button.dataset.segment}`, button);
    else if (act === "reject" || act === "comment") openPanel(button.getAttribute("aria-controls"), button);
    else if (act === "close" || act === "leave") {
      if (act === "close") remarks.forget(button.form);
      closePanel(button.closest(".panel, form.edit"));
    }
    else if (act === "mark") marking.open(document.querySelector(`.words[data-segment="${button.dataset.segment}"]`), marking.selected());
    else if (act === "dismiss") button.closest("dialog").close();
    else if ((act === "undo" || act === "redo") && button.getAttribute("aria-disabled")) {
      event.preventDefault();
      tell(act === "undo" ? "There is nothing to undo here." : "There is nothing to redo here.");
    }
  });
  document.addEventListener("focusin", (event) => {
    const note = event.target.closest?.(".note");
    if (!note || note.classList.contains("current")) return;
    for (const old of document.querySelectorAll(".note.current")) old.classList.remove("current");
    for (const old of document.querySelectorAll("mark.here")) old.classList.remove("here");
    note.classList.add("current");
    for (const one of document.querySelectorAll(`mark[data-finding="${note.id.slice(8)}"]`)) one.classList.add("here");
  });
  const box = document.getElementById("single-keys");
  if (!box) return;
  box.checked = singleKeys();
  box.addEventListener("change", () => {
    try { localStorage.setItem(SINGLE, box.checked ? "yes" : "no"); } catch { /* kept nowhere */ }
  });
}
