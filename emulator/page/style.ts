// One sheet for light and dark; system colours where they suffice.
export const style = `:root {
  color-scheme: light dark;
  --line: light-dark(#d4d8de, #3d444d);
  --soft: light-dark(#f3f5f8, #1f2430);
  --dim: light-dark(#57606a, #a3adb9);
  --link: light-dark(#0b57d0, #8ab4f8);
  --ink-on-link: light-dark(#ffffff, #10141c);
  --good: light-dark(#116329, #7ee2a0);
  --bad: light-dark(#a40e26, #ff9d9d);
  --ground: light-dark(#ffffff, #14181f);
  --ink: light-dark(#1b1f24, #e8ebf0);
}
* { box-sizing: border-box; }
body { margin: 0; font: 1rem/1.5 system-ui, sans-serif; background: var(--ground); color: var(--ink); overflow-wrap: anywhere; }
header { background: var(--soft); border-bottom: 1px solid var(--line); padding: .75rem 1.5rem; }
.brand { margin: 0 0 .25rem; font-weight: 600; }
.brand span { font-weight: 400; color: var(--dim); margin-inline-start: .5rem; }
nav ul { list-style: none; display: flex; flex-wrap: wrap; gap: .25rem 1.25rem; margin: 0; padding: 0; }
main { padding: 1rem 1.5rem 3rem; max-width: 90rem; margin: 0 auto; }
main:focus { outline: none; }
a { color: var(--link); }
a[aria-current] { color: inherit; font-weight: 600; text-decoration-thickness: 2px; text-underline-offset: .3em; }
h1 { font-size: 1.6rem; margin: .5rem 0; }
h2 { font-size: 1.25rem; margin: 2rem 0 .5rem; }
h3 { font-size: 1rem; margin: 0 0 .75rem; }
code, pre, textarea { font-family: ui-monospace, monospace; font-size: .85rem; }
pre { white-space: pre-wrap; max-height: 20rem; overflow: auto; margin: .5rem 0; }
.scroll { overflow-x: auto; border: 1px solid var(--line); border-radius: .5rem; }
table { border-collapse: collapse; width: 100%; overflow-wrap: break-word; }
td code { overflow-wrap: anywhere; }
th, td { text-align: start; vertical-align: top; padding: .5rem .75rem; border-bottom: 1px solid var(--line); }
thead th { background: var(--soft); font-size: .85rem; white-space: nowrap; }
tbody th { font-weight: 600; }
tbody th:has(code) { min-width: 14rem; }
td code { display: block; min-width: 16rem; }
tbody th code { font-weight: 400; color: var(--dim); }
tbody tr:last-child > * { border-bottom: 0; }
td ul, td ol { margin: 0; padding-inline-start: 1.25rem; }
td li code { display: inline; }
time { white-space: nowrap; font-variant-numeric: tabular-nums; }
.calm { color: var(--good); }
.loud { color: var(--bad); font-weight: 600; }
.notice, .failure { border-inline-start: 4px solid var(--good); background: var(--soft); padding: .5rem 1rem; white-space: pre-line; }
.failure { border-color: var(--bad); }
.empty, .hint { color: var(--dim); }
.hint { font-size: .85rem; margin: .25rem 0 0; }
form { border: 1px solid var(--line); border-radius: .5rem; padding: 1rem; margin: 1rem 0; max-width: 44rem; }
section > form:has(.grid) { max-width: none; }
form.inline { border: 0; padding: 0; margin: 0; display: inline-block; }
main > form.inline, section > form.inline { margin-top: 1rem; }
.forms { display: grid; gap: 1rem; grid-template-columns: repeat(auto-fit, minmax(min(20rem, 100%), 1fr)); }
.forms form { margin: 1rem 0 0; }
.grid { display: grid; gap: 1rem 1.5rem; grid-template-columns: repeat(auto-fill, minmax(min(22rem, 100%), 1fr)); margin: 1rem 0; }
.moved { border-inline-start: 4px solid var(--link); padding-inline-start: .75rem; }
.field { margin-bottom: .75rem; }
label { display: inline-block; font-weight: 600; margin-bottom: .25rem; }
fieldset { border: 1px solid var(--line); border-radius: .375rem; margin: 0 0 .75rem; }
fieldset div { display: flex; gap: .5rem; align-items: baseline; }
fieldset label { font-weight: 400; margin: 0; }
input:not([type=checkbox]), select, textarea { width: 100%; padding: .45rem .6rem; border: 1px solid var(--dim); border-radius: .375rem; background: var(--ground); color: inherit; font-size: 1rem; }
button { font: inherit; font-weight: 600; padding: .4rem .9rem; border: 1px solid var(--link); border-radius: .375rem; background: var(--link); color: var(--ink-on-link); cursor: pointer; }
button.danger { background: transparent; border-color: var(--bad); color: var(--bad); }
:focus-visible { outline: 3px solid var(--link); outline-offset: 2px; }
summary { cursor: pointer; color: var(--link); }
main > details { margin: 1rem 0; }
.hidden { position: absolute; width: 1px; height: 1px; overflow: hidden; clip-path: inset(50%); white-space: nowrap; }
.skip { position: absolute; inset-inline-start: -100vw; }
.skip:focus { inset: .5rem auto auto .5rem; padding: .5rem 1rem; background: var(--ground); z-index: 1; }
@media (max-width: 40rem) {
  header, main { padding-inline: 1rem; }
  .brand span { display: block; margin: 0; }
}
@media (prefers-reduced-motion: no-preference) { html { scroll-behavior: smooth; } }
`;
