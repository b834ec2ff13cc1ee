"use strict";
// Points by keys, remembered by the browser, saved as the CSV that `autograder adjust --from` takes.
const header = document.querySelector("header");
const answers = [...document.querySelectorAll(".answer")];
const progress = document.getElementById("progress");
const NUMBER = /^\d{1,6}([.,]\d*)?$/;

const parts = (answer) => [answer.querySelector(".points"), answer.querySelector(".comment")];

function remembered(change) { // a browser may forbid it; then the page forgets when it is closed
  try {
    const key = `autograder ${header.dataset.rememberedAs}`;
    if (change) localStorage.setItem(key, JSON.stringify(change));
    return JSON.parse(localStorage.getItem(key)) ?? {};
  } catch {
    return {};
  }
}

function keep() {
  const decided = {};
  for (const answer of answers) {
    const [points, comment] = parts(answer);
    const isNumber = NUMBER.test(points.value.trim());
    points.setCustomValidity(points.value.trim() && !isNumber ? "a number of points" : "");
    answer.classList.toggle("done", isNumber);
    decided[answer.dataset.digest] = [points.value, comment.value];
  }
  remembered(decided);
  const done = answers.filter((answer) => answer.classList.contains("done")).length;
  progress.textContent = `${done} of ${answers.length} decided`;
}

function go(answer, step) {
  const to = answers[answers.indexOf(answer) + step];
  if (to) to.focus();
  else document.getElementById("save").focus();
}

function cell(text) { // no spreadsheet takes it for a formula
  const inert = /^[=+\-@\t]/.test(text) ? `'${text}` : text;
  return /[",\r\n;]/.test(inert) ? `"${inert.replaceAll('"', '""')}"` : inert;
}

function table() {
  const rows = [["student", "test", "points", "reason"]];
  for (const answer of answers.filter((each) => each.classList.contains("done"))) {
    const [points, comment] = parts(answer);
    for (const student of JSON.parse(answer.dataset.students)) {
      rows.push([student, answer.dataset.question, points.value.trim().replace(",", "."), comment.value]);
    }
  }
  return rows.map((row) => row.map(cell).join(",")).join("\n") + "\n";
}

document.getElementById("save").addEventListener("click", () => {
  const link = document.createElement("a");
  link.href = URL.createObjectURL(new Blob([table()], { type: "text/csv" }));
  link.download = `${header.dataset.assignment}-written.csv`;
  link.click();
  setTimeout(() => URL.revokeObjectURL(link.href), 10000);
});

const before = remembered();
for (const answer of answers) {
  const [points, comment] = parts(answer);
  [points.value, comment.value] = before[answer.dataset.digest] ?? ["", ""];
  answer.querySelector(".next").addEventListener("click", () => go(answer, 1));
  answer.addEventListener("input", keep);
  answer.addEventListener("keydown", (event) => {
    if (event.ctrlKey || event.altKey || event.metaKey || event.isComposing) return;
    const isField = event.target instanceof HTMLInputElement;
    if (event.key === "Escape") answer.focus();
    else if (event.key === "Enter" && !(event.target instanceof HTMLButtonElement)) go(answer, 1);
    else if (isField || event.target instanceof HTMLButtonElement) return;
    else if (/^\d$/.test(event.key)) { points.value = event.key; keep(); }
    else if (event.key === "c") comment.focus();
    else if (event.key === "Backspace") go(answer, -1);
    else return;
    event.preventDefault();
  });
}
keep();
if (answers.length) answers[0].focus();
