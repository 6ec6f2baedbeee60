// The security code: a character moves on to the next field, and the whole code can be pasted.
"use strict";

const fields = [...document.querySelectorAll("[data-code] input")];

for (const [index, field] of fields.entries()) {
  field.addEventListener("input", () => {
    if (field.value.length > 1) field.value = field.value.slice(-1);
    if (field.value && fields[index + 1]) fields[index + 1].focus();
  });
  field.addEventListener("keydown", (event) => {
    if (event.key === "Backspace" && !field.value && fields[index - 1]) fields[index - 1].focus();
  });
  field.addEventListener("paste", (event) => {
    const pasted = event.clipboardData.getData("text").trim();
    if (pasted.length < fields.length) return;
    event.preventDefault();
    const whole = pasted.length === 12;
    fields.forEach((one, place) => {
      one.value = (whole ? pasted[Number(one.dataset.position) - 1] : pasted[place]) || "";
    });
    fields[fields.length - 1].focus();
  });
}
