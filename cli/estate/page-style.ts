// How the page looks: by day, by night, on paper, and on a telephone.

export const style = `
:root { color-scheme: light dark; --line: #d0d7de; --soft: #f6f8fa; --text: #1f2328; --quiet: #59636e; --mark: #0969da;
  --warn: #9a3412; --warn-soft: #fff4ec; background: #fff; color: var(--text);
  font: 14px/1.45 system-ui, "Segoe UI", Roboto, sans-serif; }
@media (prefers-color-scheme: dark) { :root { --line: #3d444d; --soft: #151b23; --text: #f0f6fc; --quiet: #9198a1;
  --mark: #4493f8; --warn: #ffb38a; --warn-soft: #2d1a10; background: #0d1117; } }
body { margin: 0 auto; max-width: 110rem; padding: 1.5rem; }
h1 { font-size: 1.5rem; margin: 0 0 .25rem; }
p { margin: .25rem 0; max-width: 60rem; color: var(--quiet); }
.counts { display: flex; flex-wrap: wrap; gap: .75rem; margin: 1.25rem 0; }
button { font: inherit; color: inherit; cursor: pointer; }
.counts button { min-width: 9rem; padding: .6rem .9rem; text-align: start; background: var(--soft); border: 1px solid var(--line);
  border-radius: .5rem; }
.counts button.finding { background: var(--warn-soft); border-color: var(--warn); }
.counts button[aria-pressed="true"] { outline: 2px solid var(--mark); }
.counts b { display: block; font-size: 1.6rem; line-height: 1.2; }
.finding b, td.finding { color: var(--warn); font-weight: 600; }
:focus-visible { outline: 2px solid var(--mark); outline-offset: 2px; }
.filter { display: flex; flex-wrap: wrap; align-items: baseline; gap: 1rem; margin-bottom: .75rem; }
input { font: inherit; color: inherit; width: 22rem; max-width: 100%; padding: .35rem .6rem; background: var(--soft);
  border: 1px solid var(--quiet); border-radius: .4rem; }
.scroll { overflow-x: auto; }
table { border-collapse: collapse; width: 100%; }
th, td { padding: .45rem .6rem; text-align: start; vertical-align: top; border-bottom: 1px solid var(--line); }
th { white-space: nowrap; background: var(--soft); }
th button { padding: 0; background: none; border: 0; font-weight: 600; }
th button::after { content: " \\2195"; color: var(--quiet); }
th[aria-sort="ascending"] button::after { content: " \\2191"; color: var(--mark); }
th[aria-sort="descending"] button::after { content: " \\2193"; color: var(--mark); }
td.number { text-align: end; font-variant-numeric: tabular-nums; white-space: nowrap; }
td.wide { min-width: 13rem; overflow-wrap: anywhere; }
td.wide:empty { min-width: 6rem; }
code { white-space: nowrap; font: .85em ui-monospace, monospace; color: var(--quiet); }
ul { margin: 0; padding: 0; list-style: none; }
@media print { :root { color-scheme: light; background: #fff; color: #000; font-size: 9pt; } @page { size: landscape; margin: 12mm; }
  body { padding: 0; } .filter, th button::after { display: none; } thead { display: table-header-group; }
  tr { break-inside: avoid; } .scroll { overflow: visible; } .counts button { padding: .2rem .5rem; } }
`;
