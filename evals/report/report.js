"use strict";
// Filtering, searching and linking of cases. Without it the page holds the same, in the same order.
const form = document.getElementById("filter");
const shown = document.getElementById("shown");
const cases = [...document.querySelectorAll("#list > .case")];
const texts = new Map();
const exact = ["outcome", "step", "found", "change"].filter((name) => form.elements[name]);
let answerable = "";

function text(item) {
  if (!texts.has(item)) texts.set(item, item.textContent.toLowerCase());
  return texts.get(item);
}

function filter() {
  const wanted = Object.fromEntries(new FormData(form));
  const words = wanted.words.toLowerCase().split(/\s+/).filter(Boolean);
  let number = 0;
  for (const item of cases) {
    const fits = exact.every((name) => !wanted[name] || item.dataset[name] === wanted[name])
      && (!wanted.tag || item.dataset.tags.split("\n").includes(wanted.tag))
      && (!answerable || item.dataset.answerable === answerable)
      && words.every((word) => text(item).includes(word));
    item.hidden = !fits;
    number += fits;
  }
  const all = cases.length.toLocaleString("en");
  shown.textContent = number === cases.length ? `All ${all} cases.` : `${number.toLocaleString("en")} of ${all} cases.`;
}

function open() {
  const item = document.getElementById(location.hash.slice(1));
  if (!item || !item.classList.contains("case")) return;
  if (item.hidden) form.reset();
  item.open = true;
  item.scrollIntoView();
  // Cases are laid out only when they come near the window, which moves this one: once more, when they are.
  setTimeout(() => item.scrollIntoView(), 100);
}

let waiting;
form.addEventListener("input", (event) => {
  clearTimeout(waiting);
  answerable = "";
  waiting = setTimeout(filter, event.target.name === "words" ? 150 : 0);
});
form.addEventListener("submit", (event) => event.preventDefault());
form.addEventListener("reset", () => { answerable = ""; setTimeout(filter); });
document.addEventListener("click", (event) => {
  const link = event.target.closest('a[href="#cases"]');
  if (!link || !Object.keys(link.dataset).length) return;
  form.reset();
  for (const name of exact) form.elements[name].value = link.dataset[name] ?? "";
  setTimeout(() => { answerable = link.dataset.answerable ?? ""; filter(); });
});
addEventListener("hashchange", open);
form.hidden = false;
filter();
if (location.hash.startsWith("#case-")) history.scrollRestoration = "manual";
open();
