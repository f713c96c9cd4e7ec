// What the pages do beyond showing: each module looks for what it needs and leaves the rest alone.

import { listen, refused, tell, unreachable, warn } from "./asking.js";
import * as drafts from "./drafts.js";
import * as keys from "./keys.js";
import * as marking from "./marking.js";
import * as news from "./news.js";
import * as remarks from "./remarks.js";

const ONLY = "mtcheck:only-marked";
const WHEN = new Intl.DateTimeFormat(undefined, { dateStyle: "medium", timeStyle: "short" });

function localise(part) {
  for (const time of part.querySelectorAll("time[datetime]:not([title])")) {
    time.title = time.textContent;
    time.textContent = WHEN.format(new Date(time.dateTime));
  }
}

/** What is open in a row, and where the focus is in it, so that a new row can go on from there. */
function remembered(row) {
  const focused = row.contains(document.activeElement) ? document.activeElement : null;
  return {
    focus: focused?.id || focused?.closest("[id]")?.id,
    note: focused?.closest(".note")?.id ?? null,
    elsewhere: !focused && document.activeElement !== document.body,
    panels: new Set([...row.querySelectorAll(".panel.open")].map((panel) => panel.id)),
    editors: [...row.querySelectorAll("form.edit.open textarea")].map((area) => ({
      id: area.id, value: area.value, start: area.selectionStart, end: area.selectionEnd,
      version: area.form.elements.version.value, focused: area === focused, typed: drafts.typed(area),
    })),
  };
}

function recall(memory, sent) {
  for (const was of memory.editors) {
    const area = document.getElementById(was.id);
    if (!area || !was.typed) continue;
    // Who goes on typing while it is being saved has the rest of it before them still.
    if (was.id === sent?.id && was.value === sent.text) continue;
    area.value = was.value;
    if (was.id !== sent?.id) area.form.elements.version.value = was.version;
    area.form.classList.add("open");
    if (was.focused) { area.focus(); area.setSelectionRange(was.start, was.end); }
  }
}

let memory = null;
let before = null;
let sent = null;

const latest = new Map(); // the last event that each row was drawn after

function aim(event) {
  const { xhr } = event.detail;
  // The element may have been replaced since the request was sent: its successor has its name.
  const named = xhr.getResponseHeader("X-Desk-Target") ?? event.detail.target.id;
  const target = document.getElementById(named) ?? event.detail.target;
  event.detail.target = target;
  const last = Number(xhr.getResponseHeader("X-Desk-Last") ?? 0);
  if (last) {
    // Answers may come in another order than they were made in.
    if (last < (latest.get(named) ?? 0)) event.detail.shouldSwap = false;
    else latest.set(named, last);
  }
  memory = target.matches?.(".row") ? remembered(target) : null;
  before = memory;
  const { elt, formData } = event.detail.requestConfig;
  const form = elt.closest?.("form.edit");
  const area = form?.elements.text;
  sent = area ? { id: area.id, text: (formData?.get("text") ?? "").replace(/\r\n?/g, "\n") } : null;
  // Saved or discarded: this browser need keep it no longer. In a conflict the answer has it.
  if (area && xhr.status < 500 && area.value === sent.text) drafts.forget(form);
  else if (!area && xhr.status < 400 && elt.matches?.("form")) remarks.forget(elt);
}

// A row may be drawn anew while another request of its own is still under way. What htmx tells of
// that one does not reach the document any more, but it does reach an extension that the row names.
window.htmx.defineExtension("desk", {
  onEvent(name, event) {
    if (name === "htmx:beforeSwap") aim(event);
    else if (name === "htmx:responseError") refused(event);
    else if (name === "htmx:sendError") unreachable();
    return true;
  },
});
document.addEventListener("htmx:afterSettle", (event) => {
  localise(document);
  if (memory) {
    const { panels } = memory;
    remarks.restore(document, (panel) => panels.has(panel.id));
    recall(memory, sent);
    const focus = memory.focus && document.getElementById(memory.focus);
    if (focus && document.activeElement === document.body) focus.focus({ preventScroll: true });
  }
  memory = null;
});
// A row that came beside the one that was asked for: what is typed in it is put back, too.
document.addEventListener("htmx:oobAfterSwap", (event) => {
  if (event.detail.target?.matches?.(".row")) drafts.restore(document);
});
document.addEventListener("desk:done", (event) => {
  const said = event.detail;
  if (said.told) tell(said.told);
  if (said.warned) warn(`${said.warned}.`);
  const note = said.finding && document.getElementById(`finding-${said.finding}`);
  // Who types fast has gone on already: they are not called back.
  const gone = before && (before.elsewhere || (before.note && said.next && before.note !== note?.id));
  before = null;
  if (gone) return;
  if (said.conflict) {
    const area = document.getElementById(`text-${said.segment}`);
    area?.focus({ preventScroll: true });
    area?.form.scrollIntoView({ block: "nearest" });
  }
  else if (said.next) keys.onward(`finding-${said.finding}`, said.told);
  else if (note) keys.go(note);
  else if (said.segment) {
    const open = document.querySelector(`.note[data-segment="${said.segment}"][data-open="yes"]`);
    if (open) keys.go(open);
    else keys.go(document.querySelector(`.note[data-segment="${said.segment}"]`) ?? null);
    if (!document.activeElement || document.activeElement === document.body) {
      document.querySelector(`[aria-controls="edit-${said.segment}"]`)?.focus();
    }
  }
});

// The address names the filters that are set, and no others.
document.addEventListener("htmx:configRequest", (event) => {
  const { elt, formData } = event.detail;
  if (elt.id !== "filters") return;
  for (const [name, value] of [...formData]) if (!value) formData.delete(name);
});

document.documentElement.classList.add("js");
listen();
localise(document);
drafts.watch();
drafts.restore(document);
remarks.watch();
remarks.restore(document);
keys.watch();
marking.watch();
news.watch();

const only = document.getElementById("only-marked");
if (only) {
  try {
    only.checked = localStorage.getItem(ONLY) === "yes";
    only.addEventListener("change", () => localStorage.setItem(ONLY, only.checked ? "yes" : "no"));
  } catch { /* a browser that keeps nothing */ }
}
