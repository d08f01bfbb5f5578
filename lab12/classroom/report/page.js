"use strict";
const table = document.getElementById("table"), body = table.tBodies[0], lines = [...body.rows];
const search = document.getElementById("search"), state = document.getElementById("state");
const articles = new Map(lines.map(line => [line, document.getElementById(line.dataset.of)]));
const said = new Map(); // textContent, since innerText of what content-visibility skips is empty

const plain = text => text.normalize("NFD").replace(/\p{M}/gu, "").toLowerCase(); // jorg finds Jörg, and Jörg does

function textOf(line) {
  if (!said.has(line)) said.set(line, plain(line.textContent + articles.get(line).textContent));
  return said.get(line);
}

function filter() {
  const words = plain(search.value).trim(), wanted = state.value;
  let shown = 0;
  for (const line of lines) {
    const of = wanted === "twin" ? "twin" in line.dataset : !wanted || line.dataset.state === wanted;
    const hit = of && (!words || textOf(line).includes(words));
    line.hidden = articles.get(line).hidden = !hit;
    shown += hit;
  }
  document.getElementById("count").textContent = words || wanted ? `${shown} of ${lines.length}` : "";
}

function keyOf(line, column) {
  const cell = line.cells[column];
  return cell.dataset.key ?? cell.textContent.trim();
}

function sort(head) {
  const down = head.getAttribute("aria-sort") === "ascending", column = head.cellIndex;
  for (const other of head.parentNode.cells) other.setAttribute("aria-sort", "none");
  head.setAttribute("aria-sort", down ? "descending" : "ascending");
  const compare = new Intl.Collator("en", { numeric: true }).compare;
  const keys = new Map(lines.map(line => [line, keyOf(line, column)]));
  const order = (a, b) => column === 1 ? keys.get(a) - keys.get(b) : compare(keys.get(a), keys.get(b));
  body.append(...[...lines].sort((a, b) => down ? order(b, a) : order(a, b)));
}

for (const head of table.tHead.rows[0].cells) head.firstElementChild.addEventListener("click", () => sort(head));
search.addEventListener("input", filter);
state.addEventListener("change", filter);
document.getElementById("filters").hidden = false;
let folded = [];
addEventListener("beforeprint", () => {
  folded = [...document.querySelectorAll("details:not([open])")];
  for (const one of folded) one.open = true;
});
addEventListener("afterprint", () => { for (const one of folded) one.open = false; });
