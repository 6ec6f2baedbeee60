// Small help for every page: menus close, double submits are held back, unsaved input is guarded, live parts
// are not replaced under somebody's hands. Everything works without this file too.
"use strict";

const dirty = new WeakSet();

document.addEventListener("click", (event) => {
  for (const menu of document.querySelectorAll("details.imi-drop[open]")) {
    if (!menu.contains(event.target)) menu.open = false;
  }
});

document.addEventListener("keydown", (event) => {
  if (event.key !== "Escape") return;
  const menu = document.querySelector("details.imi-drop[open]");
  if (menu) {
    menu.open = false;
    menu.querySelector("summary").focus();
  }
});

document.addEventListener("input", (event) => {
  const form = event.target.closest("form[method=post]");
  if (form) dirty.add(form);
  const radio = event.target.dataset.picks && document.getElementById(event.target.dataset.picks);
  if (radio) radio.checked = true;
});

document.addEventListener("change", (event) => {
  const { limit, tooLarge } = event.target.dataset;
  if (!limit || event.target.type !== "file") return;
  const large = [...event.target.files].some((file) => file.size > Number(limit));
  event.target.setCustomValidity(large ? tooLarge : "");
  if (large) event.target.reportValidity();
});

document.addEventListener("submit", (event) => {
  const form = event.target;
  if (form.method !== "post") return;
  if (form.dataset.sent) event.preventDefault(); // the same key would have no second effect anyway
  form.dataset.sent = "yes";
  window.setTimeout(() => delete form.dataset.sent, 5000);
  dirty.delete(form);
});

window.addEventListener("beforeunload", (event) => {
  const guarded = [...document.querySelectorAll("form[data-guard]")];
  if (guarded.some((form) => dirty.has(form) && !form.dataset.sent)) event.preventDefault();
});

window.addEventListener("pageshow", () => {
  for (const form of document.querySelectorAll("form[data-sent]")) delete form.dataset.sent;
});

document.addEventListener("htmx:beforeRequest", (event) => {
  const live = event.target.closest("[data-live]");
  if (!live || ![...live.querySelectorAll("form")].some((form) => dirty.has(form))) return;
  event.preventDefault();
  const notice = live.querySelector("[data-changed]");
  if (notice) notice.hidden = false;
});

// Parts change by themselves; a screen reader hears of a change the one line that matters, and not twice.
document.addEventListener("htmx:afterSettle", (event) => {
  const words = event.target.querySelector("[data-say]")?.textContent.trim();
  const region = document.getElementById("say");
  if (words && region.textContent !== words) region.textContent = words;
});

// On a narrow screen the main navigation scrolls sideways; the reader's place in it is in sight.
const place = document.querySelector(".imi-menu a[aria-current]");
if (place && place.getBoundingClientRect().right > document.documentElement.clientWidth - 32) {
  place.closest("ul").scrollLeft = place.offsetLeft - 32;
}

// A search changes the address without a new page; changing the language must come back to it.
document.addEventListener("htmx:pushedIntoHistory", (event) => {
  for (const link of document.querySelectorAll(".imi-languages a")) {
    link.search = new URLSearchParams({ next: event.detail.path }).toString();
  }
});

const summary = document.getElementById("error-summary");
if (summary) summary.focus();
