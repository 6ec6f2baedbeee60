// Long lists are searched by typing: beside each select[data-find] an input with the lines that fit. The select
// stays what is sent; without this file it is what is used.
"use strict";

const bare = (text) => text.normalize("NFD").replace(/\p{M}/gu, "").toLowerCase();
const make = (name, properties) => Object.assign(document.createElement(name), properties);

function enhance(select) {
  const box = select.closest(".imi-select-box");
  const id = select.id;
  const input = make("input", { type: "text", id, className: "ecl-text-input imi-find-input", autocomplete: "off", spellcheck: false });
  const list = make("div", { id: `${id}-list`, className: "imi-find-list", hidden: true });
  const status = make("span", { className: "ecl-u-sr-only" });
  const lines = [...select.options].map((option) => ({
    option,
    group: option.parentElement.label || "",
    label: bare(option.text),
    text: bare(`${option.text} ${option.dataset.words || ""}`),
  }));
  let shown = [];
  let current = -1;

  input.setAttribute("role", "combobox");
  input.setAttribute("aria-autocomplete", "list");
  input.setAttribute("aria-expanded", "false");
  input.setAttribute("aria-controls", list.id);
  input.placeholder = select.dataset.find;
  for (const name of ["aria-describedby", "aria-invalid"]) {
    if (select.hasAttribute(name)) input.setAttribute(name, select.getAttribute(name));
  }
  list.setAttribute("role", "listbox");
  list.setAttribute("aria-label", document.querySelector(`label[for="${CSS.escape(id)}"]`)?.innerText || "");
  status.setAttribute("role", "status");
  select.id = `${id}-select`;
  select.hidden = true;
  delete select.dataset.find;
  box.classList.add("imi-select-box--find");
  box.append(input, list, status);

  const words = () => (select.value ? select.selectedOptions[0].text : "");

  // What begins with the words typed comes before what holds them, and that before what only means the same.
  function rank(line, wanted) {
    if (line.label.startsWith(wanted[0])) return 0;
    if (wanted.every((word) => line.label.split(/[^\p{L}\p{N}]+/u).some((part) => part.startsWith(word)))) return 1;
    return wanted.every((word) => line.label.includes(word)) ? 2 : 3;
  }

  function draw(typed) {
    const wanted = bare(typed).split(/\s+/).filter(Boolean);
    shown = lines.filter((line) => line.option.value && wanted.every((word) => line.text.includes(word)));
    if (wanted.length) shown.sort((a, b) => rank(a, wanted) - rank(b, wanted));
    list.replaceChildren();
    let group = null;
    let holder = list;
    for (const [place, line] of shown.entries()) {
      if (line.group !== group && !wanted.length) {
        group = line.group;
        holder = group ? make("div", { className: "imi-find-group" }) : list;
        if (group) {
          holder.setAttribute("role", "group");
          holder.setAttribute("aria-label", group);
          const head = make("div", { className: "imi-find-head", textContent: group });
          head.setAttribute("aria-hidden", "true");
          holder.append(head);
          list.append(holder);
        }
      }
      const row = make("div", { id: `${id}-${place}`, className: "imi-find-row", textContent: line.option.text });
      row.setAttribute("role", "option");
      row.setAttribute("aria-selected", String(line.option.selected));
      if (line.option.lang) row.lang = line.option.lang;
      row.dataset.place = place;
      holder.append(row);
    }
    if (!shown.length) list.append(make("div", { className: "imi-find-head", textContent: select.dataset.none }));
    status.textContent = typed ? select.dataset.found.replace("{number}", shown.length) : "";
    mark(wanted.length && shown.length ? 0 : -1);
  }

  function mark(place) {
    document.getElementById(`${id}-${current}`)?.classList.remove("is-current");
    current = place;
    const row = document.getElementById(`${id}-${place}`);
    if (row) {
      row.classList.add("is-current");
      row.scrollIntoView({ block: "nearest" });
      input.setAttribute("aria-activedescendant", row.id);
    } else input.removeAttribute("aria-activedescendant");
  }

  function open(typed) {
    list.hidden = false;
    input.setAttribute("aria-expanded", "true");
    draw(typed);
  }

  function close() {
    list.hidden = true;
    input.setAttribute("aria-expanded", "false");
    input.removeAttribute("aria-activedescendant");
    status.textContent = "";
  }

  function choose(option) {
    if (select.value !== (option ? option.value : "")) {
      select.value = option ? option.value : "";
      select.dispatchEvent(new Event("input", { bubbles: true }));
      select.dispatchEvent(new Event("change", { bubbles: true }));
    }
    input.value = words();
    close();
  }

  input.addEventListener("input", (event) => {
    event.stopPropagation();
    open(input.value);
  });
  input.addEventListener("change", (event) => event.stopPropagation());
  input.addEventListener("click", () => {
    if (list.hidden) open("");
    input.select();
  });
  input.addEventListener("keydown", (event) => {
    if (event.key === "ArrowDown" || event.key === "ArrowUp") {
      event.preventDefault();
      if (list.hidden) open("");
      const step = event.key === "ArrowDown" ? 1 : -1;
      mark(Math.max(0, Math.min(shown.length - 1, current + step)));
    } else if (event.key === "Enter" && !list.hidden) {
      event.preventDefault();
      if (current >= 0) choose(shown[current].option);
    } else if (event.key === "Tab" && !list.hidden && input.value.trim() && current >= 0) {
      choose(shown[current].option); // what was typed is meant
    } else if (event.key === "Escape" && !list.hidden) {
      event.stopPropagation();
      input.value = words();
      close();
    }
  });
  input.addEventListener("blur", () => {
    if (list.hidden) {
      input.value = input.value.trim() ? words() : (choose(null), "");
      return;
    }
    const typed = input.value.trim();
    const same = shown.find((line) => bare(line.option.text) === bare(typed));
    if (!typed) choose(null);
    else if (same) choose(same.option);
    else if (shown.length === 1) choose(shown[0].option);
    else {
      input.value = words();
      close();
    }
  });
  list.addEventListener("mousedown", (event) => event.preventDefault()); // the input keeps the focus
  list.addEventListener("click", (event) => {
    const row = event.target.closest("[data-place]");
    if (row) choose(shown[Number(row.dataset.place)].option);
  });
  select.addEventListener("change", () => (input.value = words()));
  window.addEventListener("pageshow", () => (input.value = words()));
  input.value = words();
}

function enhanceAll(root) {
  for (const select of root.querySelectorAll("select[data-find]")) enhance(select);
}

document.addEventListener("htmx:afterSettle", () => enhanceAll(document));
enhanceAll(document);
