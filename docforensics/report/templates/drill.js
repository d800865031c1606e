"use strict";
/* Shows one document after another, takes the time of each, and scores at the end. Nothing leaves the page. */
const bytes = Uint8Array.from(atob(JSON.parse(document.getElementById("key").textContent)), (c) => c.charCodeAt(0));
const key = JSON.parse(new TextDecoder().decode(bytes));
const cases = [...document.querySelectorAll(".case")];
const control = document.getElementById("control");
const result = document.getElementById("result");
const seconds = cases.map(() => 0);
let current = -1;
let since = 0;

const median = (numbers) => {
  const sorted = [...numbers].sort((a, b) => a - b);
  const middle = Math.floor(sorted.length / 2);
  return sorted.length % 2 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
};
const decision = (index) => cases[index].querySelector("input:checked")?.value ?? "";
const fill = (text, values) => text.replace(/\{(\w+)\}/g, (_, name) => values[name]);

/* The whole of the scoring: decisions against the truth. */
const score = () => {
  const told = key.map((truth, index) => ({ ...truth, said: decision(index), seconds: seconds[index] }));
  const right = (one) => one.said === (one.forged ? "refer" : "pass");
  const forged = told.filter((one) => one.forged);
  const genuine = told.filter((one) => !one.forged);
  return {
    rows: told.map((one) => ({ ...one, right: right(one) })),
    right: told.filter(right).length, all: told.length,
    found: forged.filter(right).length, forged: forged.length,
    false: genuine.filter((one) => one.said === "refer").length, genuine: genuine.length,
    median: median(told.map((one) => one.seconds)).toFixed(1),
  };
};

const cell = (text, name = "td") => {
  const made = document.createElement(name);
  made.textContent = text;
  if (name === "th") made.scope = "row";
  return made;
};
const finish = () => {
  const scored = score();
  const said = result.dataset;
  document.getElementById("summary").textContent = fill(said.summary, scored);
  document.getElementById("rows").replaceChildren(...scored.rows.map((one, index) => {
    const row = document.createElement("tr");
    const remark = cell(one.species ? `${one.species}. ${one.remark}` : "");
    remark.lang = "en";
    const time = cell(one.seconds.toFixed(1));
    time.className = "number";
    row.append(
      cell(String(index + 1), "th"), cell(one.said ? said[one.said] : said.none),
      cell(one.forged ? said.forged : said.genuine), cell((one.right ? "\u2713 " : "\u2717 ") + (one.right ? said.right : said.wrong)),
      time, remark,
    );
    return row;
  }));
  for (const one of cases) one.hidden = false;
  control.hidden = true;
  result.hidden = false;
  result.parentElement.insertBefore(result, cases[0]);
  document.getElementById("result-heading").focus();
};

const button = document.createElement("button");
button.type = "button";
const progress = document.createElement("p");
progress.setAttribute("role", "status");
const step = () => {
  if (current >= 0) seconds[current] = (performance.now() - since) / 1000;
  current += 1;
  if (current === cases.length) { finish(); return; }
  cases.forEach((one, index) => { one.hidden = index !== current; });
  cases[current].after(control);
  progress.textContent = `${control.dataset.document} ${current + 1} ${control.dataset.of} ${cases.length}`;
  button.textContent = current + 1 === cases.length ? control.dataset.finish : control.dataset.next;
  button.disabled = true;
  cases[current].querySelector("h2").focus();
  since = performance.now();
};
button.addEventListener("click", step);
document.addEventListener("change", () => { button.disabled = false; });
button.textContent = control.dataset.start;
control.className = "tools";
control.append(button, progress);
control.hidden = false;
for (const one of cases) one.hidden = true;
