/* Keeps what is typed into a form of the desk while it is typed, says who else has the record open,
   and saves by Ctrl+S. core/admin/unsaved.py answers; without this script only buttons keep. */
addEventListener("DOMContentLoaded", () => {
  "use strict";
  const LOOK = 2000; // milliseconds between two looks at the form
  const APART = 6000; // between two times that it is sent
  const BEAT = 20000; // between two signs of life

  const opened = document.querySelector("form input[name=opened]");
  if (!opened) return;
  const form = opened.form;
  const others = document.getElementById("desk-others");
  const kept = document.createElement("output");
  kept.id = "desk-kept";
  kept.className = "desk-kept";
  document.querySelector("#submit-row .mr-auto")?.append(kept);

  const content = () => {
    const sent = new URLSearchParams();
    for (const [name, value] of new FormData(form)) {
      if (typeof value === "string" && !name.includes("__prefix__")) sent.append(name, value);
    }
    return sent;
  };

  const isNew = /\/add\/$/.test(location.pathname);
  let known = content().toString(); // what the server has, by showing or by being sent it
  let sentAt = 0;
  let underway = null;
  let isSubmitting = false;
  let isTouched = false; // what scripts fill in while the page opens is nobody's typing

  const parcel = (name, sent) => {
    const body = new URLSearchParams(sent);
    body.set("csrfmiddlewaretoken", form.elements.csrfmiddlewaretoken.value);
    body.set(name, "1");
    return body;
  };

  const say = (answer, isTyped) => {
    if (others && answer.isHere) {
      others.textContent = answer.others.join(" ");
      others.hidden = !answer.others.length;
    }
    if (!isTyped) return;
    if (!answer.kept) kept.textContent = "Too long to be kept: save it.";
    else if (answer.isHere) kept.textContent = `Kept at ${answer.kept}, not saved yet`;
    else kept.textContent = `Kept at ${answer.kept}. Sign in again in another window, then save here.`;
  };

  const send = async (name, text) => {
    sentAt = Date.now();
    underway = new AbortController();
    try {
      const response = await fetch(location.pathname + location.search, {
        method: "POST",
        body: parcel(name, text),
        signal: underway.signal,
      });
      if (!response.ok) throw new Error(String(response.status));
      say(await response.json(), name === "_keep");
      if (name === "_keep") known = text;
    } catch (error) {
      if (error.name !== "AbortError" && name === "_keep") {
        kept.textContent = "Not kept: the portal does not answer. It stays in this window.";
      }
    } finally {
      underway = null;
    }
  };

  const touch = ({ type }) => {
    if (!isTouched && type !== "input") known = content().toString();
    isTouched = true;
  };

  const look = () => {
    if (underway || isSubmitting) return;
    const since = Date.now() - sentAt;
    if (since < APART) return;
    const text = content().toString();
    if (isTouched && text !== known) send("_keep", text);
    else if (since >= BEAT && !isNew) send("_here", "");
  };

  const leave = () => {
    if (isSubmitting) return;
    const text = content().toString();
    const body = isTouched && text !== known ? parcel("_keep", text) : parcel("_left", "");
    body.set("_left", "1");
    navigator.sendBeacon(location.pathname + location.search, body);
  };

  for (const name of ["pointerdown", "keydown", "input"]) document.addEventListener(name, touch, true);
  form.addEventListener("submit", (event) => {
    if (event.submitter?.formTarget === "_blank") return;
    isSubmitting = true;
    underway?.abort();
  });
  addEventListener("pagehide", leave);
  addEventListener("pageshow", () => {
    isSubmitting = false;
  });
  document.addEventListener("visibilitychange", () => {
    if (document.hidden) sentAt = Math.min(sentAt, Date.now() - APART);
    look();
  });
  setInterval(look, LOOK);
  if (!isNew) send("_here", "");

  document.addEventListener("keydown", (event) => {
    const isSave = (event.ctrlKey || event.metaKey) && !event.altKey && !event.shiftKey;
    if (!isSave || event.key.toLowerCase() !== "s") return;
    event.preventDefault();
    if (document.querySelector("dialog[open], #modal-overlay")?.checkVisibility()) return;
    const button = [".desk-first", "[name=_continue]", "[name=_save]", "[name=_draft]"]
      .map((which) => document.querySelector(`#submit-row button${which}`))
      .find((one) => one);
    button?.click();
  });
});
