// The only script: it reads the live parts of a page again. A part that holds the focus waits, so that nobody's button
// disappears, and only the sentences on what is new are announced.
export const script = `"use strict";
async function refresh(part) {
  const answer = await fetch(part.dataset.live);
  if (!answer.ok) return undefined;
  const text = await answer.text();
  const isBusy = part.contains(document.activeElement) || part.querySelector("details[open]") !== null;
  if (part.latest === text || isBusy) return undefined;
  const isFirst = part.latest === undefined;
  part.latest = text;
  part.innerHTML = text;
  return isFirst ? undefined : part.querySelector("[data-news]").textContent;
}
async function refreshAll() {
  if (!document.hidden) {
    const parts = await Promise.allSettled([...document.querySelectorAll("[data-live]")].map(refresh));
    const news = parts.flatMap(({ value }) => value ?? []);
    if (news.length > 0) document.getElementById("news").textContent = news.join(". ");
  }
  setTimeout(refreshAll, 1500);
}
refreshAll();
`;
