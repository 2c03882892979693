// What the page does when a person sorts or filters it. All rows are there without it.

export const script = `
const body = document.querySelector("tbody");
const rows = [...body.rows];
const input = document.querySelector("input");
const counts = [...document.querySelectorAll(".counts button")];
const headings = [...document.querySelectorAll("th")];
const collator = new Intl.Collator(undefined, { numeric: true, sensitivity: "base" });
const texts = new Map(rows.map((row) => [row, row.textContent.normalize("NFKC").toLowerCase()]));

function filter() {
  const words = input.value.normalize("NFKC").toLowerCase().split(/\\s+/).filter(Boolean);
  const pressed = counts.find((button) => button.getAttribute("aria-pressed") === "true");
  let shown = 0;
  for (const row of rows) {
    const isWanted = !pressed || row.dataset.standing === pressed.dataset.standing;
    row.hidden = !isWanted || !words.every((word) => texts.get(row).includes(word));
    if (!row.hidden) shown += 1;
  }
  document.querySelector("[role=status]").textContent = shown + " of " + rows.length + " shown";
}

function sort(heading) {
  const column = headings.indexOf(heading);
  const isDown = heading.getAttribute("aria-sort") === "ascending";
  for (const other of headings) other.removeAttribute("aria-sort");
  heading.setAttribute("aria-sort", isDown ? "descending" : "ascending");
  const key = (row) => row.cells[column].dataset.value ?? row.cells[column].textContent.trim();
  const order = (one, other) => {
    const [left, right] = [key(one), key(other)];
    // What is empty comes last, either way.
    if (left === "" || right === "") return Number(left === "") - Number(right === "");
    return (isDown ? -1 : 1) * collator.compare(left, right);
  };
  body.append(...[...rows].sort(order));
}

input.addEventListener("input", filter);
for (const heading of headings) heading.firstElementChild.addEventListener("click", () => sort(heading));
for (const button of counts)
  button.addEventListener("click", () => {
    const isPressed = button.getAttribute("aria-pressed") === "true";
    for (const other of counts) other.setAttribute("aria-pressed", String(other === button && !isPressed));
    filter();
  });
filter();
`;
