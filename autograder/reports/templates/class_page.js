"use strict";
// Sorts the tables and makes every cell of the matrix a link. Without it all can still be read.
const WORST_FIRST = "–MCLENTSV½+·";

function key(cell) {
  const text = cell ? (cell.dataset.value ?? cell.textContent).trim() : "";
  if (text === "" || cell.colSpan > 1) return [2, 0];
  if (cell.tagName === "TH") return [1, text.toLowerCase()];
  const number = Number(text.replace("−", "-"));
  if (!Number.isNaN(number)) return [0, number];
  return text.length === 1 ? [0, WORST_FIRST.indexOf(text)] : [1, text.toLowerCase()];
}

function sortBy(table, header) {
  const falling = header.getAttribute("aria-sort") === "ascending";
  const body = table.tBodies[0];
  const keyed = [...body.rows].map((row) => [key(row.cells[header.cellIndex]), row]);
  keyed.sort(([[kind, a]], [[otherKind, b]]) => {
    if (kind !== otherKind || kind === 2) return kind - otherKind;
    const order = kind === 1 ? a.localeCompare(b) : a - b;
    return falling ? -order : order;
  });
  for (const other of header.parentElement.cells) other.removeAttribute("aria-sort");
  header.setAttribute("aria-sort", falling ? "descending" : "ascending");
  body.append(...keyed.map(([, row]) => row));
}

for (const table of document.querySelectorAll("table.sortable")) {
  const rows = table.tHead.rows;
  for (const header of rows[rows.length - 1].cells) {
    const button = document.createElement("button");
    button.append(...header.childNodes);
    button.addEventListener("click", () => sortBy(table, header));
    header.append(button);
  }
}

const matrix = document.querySelector("table.matrix");
if (matrix) {
  const columns = matrix.tHead.rows[1].cells;
  const meanings = JSON.parse(matrix.dataset.meanings);
  for (const link of matrix.querySelectorAll("td a")) link.tabIndex = -1; // the name leads there too
  matrix.addEventListener("mouseover", ({ target }) => {
    const cell = target.closest("td");
    if (!cell || cell.title) return;
    const name = cell.parentElement.cells[0].textContent.trim();
    const sign = cell.textContent.trim();
    cell.title = `${name}, ${columns[cell.cellIndex].title}: ${meanings[sign] ?? sign}`;
  });
  matrix.addEventListener("click", ({ target }) => {
    const cell = target.closest("td");
    if (!cell || target.closest("a")) return;
    const page = cell.parentElement.querySelector("th a").href;
    const test = columns[cell.cellIndex]?.dataset.test;
    window.location = test ? `${page}#${test}` : page;
  });
}
