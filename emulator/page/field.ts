// The parts of forms.
import { html } from "hono/html";
import type { Html } from "./layout";

export interface Field {
  readonly name: string;
  readonly label: string;
  readonly value?: string | undefined;
  readonly hint?: string | undefined;
  readonly required?: boolean;
  readonly list?: string;
  /** Labels and ids are unique on a page. @default name */
  readonly id?: string;
}

const described = (id: string, hint: string | undefined) =>
  hint === undefined ? "" : html` aria-describedby="${id}-hint"`;

function wrap({ id, name, label, hint }: Field, input: Html): Html {
  const key = id ?? name;
  return html`<div class="field"><label for="${key}">${label}</label>${input}${
    hint === undefined ? "" : html`<p class="hint" id="${key}-hint">${hint}</p>`
  }</div>`;
}

export function textField(field: Field): Html {
  const { name, value = "", id = name, hint, required, list } = field;
  return wrap(
    field,
    html`<input id="${id}" name="${name}" value="${value}" autocomplete="off"${required ? html` required` : ""}${
      list === undefined ? "" : html` list="${list}"`
    }${described(id, hint)}>`,
  );
}

export function areaField(field: Field & { readonly rows?: number }): Html {
  const { name, value = "", id = name, hint, rows = 3 } = field;
  return wrap(
    field,
    html`<textarea id="${id}" name="${name}" rows="${rows}" spellcheck="false"${described(id, hint)}>
${value}</textarea>`,
  );
}

export type Choice = string | readonly [value: string, text: string];

export function selectField(field: Field & { readonly choices: readonly Choice[] }): Html {
  const { name, value, id = name, hint, choices } = field;
  const option = (choice: Choice) => {
    const [key, text] = typeof choice === "string" ? [choice, choice] : choice;
    return html`<option value="${key}"${key === value ? html` selected` : ""}>${text}</option>`;
  };
  return wrap(field, html`<select id="${id}" name="${name}"${described(id, hint)}>${choices.map(option)}</select>`);
}

export const hiddenField = (name: string, value: string): Html =>
  html`<input type="hidden" name="${name}" value="${value}">`;

export interface Button {
  readonly action: string;
  readonly text: string;
  /** What a screen reader says, where the text alone does not tell which of many buttons it is. */
  readonly label?: string;
  readonly values?: Readonly<Record<string, string>>;
  readonly danger?: boolean;
}

/** A form of one button. */
export function renderButton({ action, text, label = text, values = {}, danger = false }: Button): Html {
  return html`<form class="inline" method="post" action="${action}">${Object.entries(values).map(([name, value]) =>
    hiddenField(name, value),
  )}<button${danger ? html` class="danger"` : ""} aria-label="${label}">${text}</button></form>`;
}
