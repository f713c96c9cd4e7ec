// Asking the server with the session's token, and telling people what came of it.

const meta = (name) => document.querySelector(`meta[name="desk-${name}"]`);
export const base = meta("base").content;
export const editor = meta("editor")?.content ?? "";
let token = meta("form-token")?.content ?? "";
let clearing = 0;

/** Say something that passes; a screen reader says it, too. */
export function tell(words) {
  say("told", words, 4000);
}

/** Say something that must be read. */
export function warn(words) {
  say("warned", words, 12000);
}

function say(where, words, stays) {
  const place = document.getElementById(where);
  place.textContent = "";
  requestAnimationFrame(() => { place.textContent = words; });
  if (where === "told") {
    clearTimeout(clearing);
    clearing = setTimeout(() => { place.textContent = ""; }, stays);
  } else {
    setTimeout(() => { if (place.textContent === words) place.textContent = ""; }, stays);
  }
}

/** The token of the session as it is now: the page may be older than the server's session. */
async function renew() {
  const answer = await fetch(`${base}/session`, { headers: { "X-Desk": "1" } });
  if (!answer.ok) return false;
  const said = await answer.json();
  if (said.editor !== editor) return false;
  token = said.token;
  for (const field of document.querySelectorAll('input[name="token"]')) field.value = token;
  return true;
}

/** A response, or an Error with one line of words; the token is renewed once where it is stale. */
export async function ask(path, fields, again = true) {
  const options = { headers: { "X-Desk": "1" } };
  if (fields) {
    options.method = "POST";
    options.headers["X-Desk-Token"] = token;
    options.body = new URLSearchParams(fields);
  }
  let answer;
  try {
    answer = await fetch(path, options);
  } catch {
    throw new Error("The desk cannot be reached.");
  }
  if (answer.status === 403 && fields && again && await renew().catch(() => false)) {
    return ask(path, fields, false);
  }
  if (!answer.ok) throw new Error((await answer.text()).trim().slice(0, 300));
  return answer;
}

/** What htmx sends carries the same token. */
export function listen() {
  document.addEventListener("htmx:configRequest", (event) => {
    event.detail.headers["X-Desk-Token"] = token;
  });
  document.addEventListener("htmx:afterOnLoad", (event) => delete event.detail.elt.dataset.again);
}

/** Say that the server did not answer. */
export function unreachable() {
  warn("The desk cannot be reached: nothing was stored. What you typed is kept in this browser.");
}

/** Say why the server refused; with a token that is stale, ask once more with a new one. */
export async function refused(event) {
  const { xhr, elt } = event.detail;
  if (xhr.status === 403 && elt.isConnected && !elt.dataset.again && await renew().catch(() => false)) {
    elt.dataset.again = "yes";
    const pressed = event.detail.requestConfig.triggeringEvent?.submitter;
    elt.requestSubmit(pressed?.isConnected ? pressed : undefined);
    return;
  }
  delete elt.dataset.again;
  warn((xhr.responseText || "").trim().slice(0, 300) || "The desk could not do that.");
}
