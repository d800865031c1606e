const form = document.querySelector(".filters");
const rows = [...document.querySelectorAll("#documents tbody tr")];
const names = rows.map((row) => row.querySelector(".name").textContent.toLowerCase());
function filter() {
  const told = new FormData(form);
  const outcomes = new Set(told.getAll("outcome"));
  const check = told.get("check");
  const why = told.get("why");
  const part = told.get("name").trim().toLowerCase();
  let shown = 0;
  rows.forEach((row, index) => {
    const fits = outcomes.has(row.dataset.outcome)
      && (!check || row.dataset.checks.split(" ").includes(check))
      && (!why || row.dataset.why === why)
      && names[index].includes(part);
    row.hidden = !fits;
    shown += fits;
  });
  document.getElementById("shown").textContent = shown;
}
form.addEventListener("input", filter);
form.addEventListener("submit", (event) => event.preventDefault());
