// Writing a request: find questions while typing, count the chosen ones, fill the slots from the details.
"use strict";

const find = document.getElementById("find");
const counter = document.querySelector("[data-picked-count] strong");

const plain = (text) => text.normalize("NFD").replace(/\p{M}/gu, "").toLowerCase();

function count() {
  for (const category of document.querySelectorAll("[data-category]")) {
    category.querySelector("[data-count]").textContent =
      category.querySelectorAll("input[name=question]:checked").length;
  }
  if (counter) {
    const words = counter.parentElement.dataset.words;
    counter.textContent = words.replace("{number}", document.querySelectorAll("input[name=question]:checked").length);
  }
}

function search() {
  const words = plain(find.value).split(/\s+/).filter(Boolean);
  for (const category of document.querySelectorAll("[data-category]")) {
    let found = 0;
    for (const pick of category.querySelectorAll("[data-pick]")) {
      const text = plain(pick.textContent);
      const fits = words.every((word) => text.includes(word));
      pick.hidden = !fits;
      found += fits ? 1 : 0;
    }
    category.hidden = found === 0;
    if (words.length && found) category.open = true;
  }
}

function fill(field) {
  const pick = field.closest("[data-pick]");
  if (!pick) return;
  const shown = field.tagName === "SELECT" ? field.selectedOptions[0]?.textContent : field.value;
  for (const slot of pick.querySelectorAll(`[data-slot="${CSS.escape(field.dataset.parameter)}"]`)) {
    slot.textContent = field.value ? shown.trim() : slot.dataset.empty;
    slot.classList.toggle("imi-slot--empty", !field.value);
  }
}

document.addEventListener("change", (event) => {
  if (event.target.name === "question") count();
});
document.addEventListener("input", (event) => {
  if (event.target.dataset.parameter) fill(event.target);
});
if (find) {
  find.addEventListener("input", search);
  find.addEventListener("keydown", (event) => {
    if (event.key === "Enter") event.preventDefault();
  });
}
count();
