// Switches, faults, permissions, and the way back to the seed.
import { html } from "hono/html";
import type { FaultRule } from "../faults";
import { switchTable } from "../switch-table";
import { type SwitchName, switchNames } from "../switches";
import type { World } from "../world";
import { areaField, type Field, renderButton, selectField, textField } from "./field";
import { type Html, renderTable } from "./layout";
import { pageRoot } from "./paths";

/** Offered where a fault is typed; any fault that docs/emulator.md lists may be written. */
const faultExamples = [
  '{"kind":"status","status":503,"retryAfter":2}',
  '{"kind":"status","status":429,"retryAfter":5}',
  '{"kind":"status","status":504,"when":"after"}',
  '{"kind":"reset","when":"after"}',
  '{"kind":"delay","ms":3000}',
  '{"kind":"truncated"}',
  '{"kind":"html"}',
];

function renderSwitch({ switches }: World, name: SwitchName): Html {
  const row = switchTable[name];
  const value = String(switches[name]);
  const isMoved = value !== String(row.default);
  const field: Field = {
    name,
    label: isMoved ? `${name} (moved from ${row.default})` : name,
    value,
    hint: `${row.about.charAt(0).toUpperCase()}${row.about.slice(1)}.`,
  };
  const input =
    "positions" in row
      ? selectField({ ...field, choices: row.positions.map(String) })
      : textField({ ...field, required: true });
  return isMoved ? html`<div class="moved">${input}</div>` : input;
}

function faultRow({ method, path, times, skip, fault }: FaultRule): unknown[] {
  return [html`<code>${JSON.stringify(fault)}</code>`, method ?? "any", String(path ?? "any"), times ?? 1, skip ?? 0];
}

function renderFaults({ faults }: World): Html {
  return html`<section aria-labelledby="faults"><h2 id="faults">Faults</h2>
${renderTable({
  caption: "Rules that are not used up",
  columns: ["Fault", "Method", "Path", "Times", "Skip"],
  rows: faults.list().map(faultRow),
  empty: "There are no faults.",
})}
<form method="post" action="${pageRoot}/faults"><h3>Let the next requests fail</h3>
${textField({ name: "fault", label: "Fault", value: faultExamples[0], list: "fault-examples", required: true })}
<datalist id="fault-examples">${faultExamples.map((text) => html`<option value="${text}"></option>`)}</datalist>
${selectField({ name: "method", label: "Method", choices: [["", "any"], "GET", "POST", "PATCH", "DELETE"] })}
${textField({ name: "path", label: "Path", hint: "A part of path and query, or a pattern with *. Empty means any." })}
${textField({ name: "times", label: "Times", value: "1", hint: "A number, or always." })}
<button>Add the fault</button></form>
${renderButton({ action: `${pageRoot}/faults/clear`, text: "Remove all faults" })}</section>`;
}

export function renderBehaviour(world: World): Html {
  return html`${renderFaults(world)}
<section aria-labelledby="switches"><h2 id="switches">Switches</h2>
<form method="post" action="${pageRoot}/switches">
<button>Save the switches</button>
<div class="grid">${switchNames.map((name) => renderSwitch(world, name))}</div>
<button>Save the switches</button></form>
${renderButton({ action: `${pageRoot}/switches/reset`, text: "Reset all switches to their defaults" })}</section>
<section aria-labelledby="granted"><h2 id="granted">Permissions</h2>
<form method="post" action="${pageRoot}/permissions">
${areaField({ name: "permissions", label: "What callers are granted", value: world.store.permissions.join("\n"), hint: "One per line." })}
<button>Save the permissions</button></form></section>
<section aria-labelledby="again"><h2 id="again">Start again</h2>
<p>Organizations, tenants, policies, switches, faults and the log go back to the seed.</p>
${renderButton({ action: `${pageRoot}/reset`, text: "Start again from the seed", danger: true })}</section>`;
}
