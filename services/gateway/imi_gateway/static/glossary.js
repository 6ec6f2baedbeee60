// The glossary: terms are found while typing. A link to a term shows it even when the search has hidden it.
"use strict";

const find = document.getElementById("find");
const found = document.querySelector("[data-found]");
const nothing = document.querySelector("[data-nothing]");
const terms = [...document.querySelectorAll("[data-term]")];
const bare = (text) => text.normalize("NFD").replace(/\p{M}/gu, "").toLowerCase();
const texts = new Map(terms.map((term) => [term, bare(`${term.querySelector("h3").firstChild.textContent} ${term.querySelector("p").textContent}`)]));

function search() {
  const words = bare(find.value).split(/\s+/).filter(Boolean);
  for (const term of terms) term.hidden = !words.every((word) => texts.get(term).includes(word));
  for (const group of document.querySelectorAll("[data-group]")) {
    group.hidden = !group.querySelector("[data-term]:not([hidden])");
  }
  const number = terms.filter((term) => !term.hidden).length;
  nothing.hidden = number > 0;
  found.textContent = words.length ? found.dataset.found.replace("{number}", number) : "";
}

find.addEventListener("input", search);
find.form.addEventListener("submit", (event) => event.preventDefault());
window.addEventListener("hashchange", () => {
  const target = document.getElementById(decodeURIComponent(location.hash.slice(1)));
  if (!target || !target.closest("[hidden]")) return;
  find.value = "";
  search();
  target.scrollIntoView();
});
