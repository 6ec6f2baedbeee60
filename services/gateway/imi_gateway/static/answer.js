// Answering: only the follow-up questions that the chosen answers open are shown. The server decides the same way.
"use strict";

const questions = [...document.querySelectorAll("[data-question]")];

function values(question) {
  const given = [];
  for (const field of question.querySelectorAll("input, select")) {
    if (!field.name || field.closest(".imi-comment")) continue;
    if ((field.type === "radio" || field.type === "checkbox") && !field.checked) continue;
    if (field.value) given.push(field.value.replace(/^special:/, ""));
  }
  return given;
}

// Questions stand in the order of the form, a follow-up behind its parent and one level deeper.
function open() {
  const path = [];
  for (const question of questions) {
    const depth = Number(question.dataset.depth);
    path.length = depth;
    const parent = path[depth - 1];
    const wanted = (question.dataset.when || "").split(" ");
    question.hidden = Boolean(parent) && (parent.hidden || !values(parent).some((value) => wanted.includes(value)));
    path[depth] = question;
  }
}

document.addEventListener("change", (event) => {
  const special = event.target.closest("[data-special]");
  const question = event.target.closest("[data-question]");
  if (!question) return;
  if (special && special.type === "checkbox" && special.checked) {
    for (const other of question.querySelectorAll("[data-special]")) if (other !== special) other.checked = false;
  }
  open();
});
open();
