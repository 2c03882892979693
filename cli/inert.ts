// Foreign text in Markdown: nothing in it may act as Markdown, HTML, a link, a mention or a pipeline command.

/** Characters lose their meaning as numeric references: https://spec.commonmark.org/0.31.2/#entity-and-numeric-character-references */
export function inert(text: string, longest = 300): string {
  const characters = [...text];
  const cut = characters.length > longest ? [...characters.slice(0, longest), "…"] : characters;
  return unlinked(visible(cut.join(""))).replace(/[^\p{L}\p{M}\p{N} .,;:@/=+⟨⟩…-]/gu, (mark) => `&#x${hex(mark)};`);
}

/** Hidden characters, which could reverse or forge what a person reads, as their codes. */
export function visible(text: string): string {
  return text.replace(/[\p{Cc}\p{Cf}\p{Co}\p{Cs}\p{Zl}\p{Zp}]/gu, (hidden) => `⟨U+${hex(hidden).padStart(4, "0")}⟩`);
}

/**
 * The services look for links in the rendered text, where a reference is its character again, so a space of no width
 * stands in what they look for: URLs and addresses (https://github.github.com/gfm/#autolinks-extension-), people,
 * issues and commits (https://docs.github.com/get-started/writing-on-github/working-with-advanced-formatting/autolinked-references-and-urls).
 */
function unlinked(text: string): string {
  return text
    .replace(/@|[#!](?=\d)|:(?=\/\/)|\bwww(?=\.)|\bGH-(?=\d)/gi, "$&\u200b")
    .replace(idOrHash, (word) => (word.includes("-") ? word : word.replace(/.{6}(?=.)/g, "$&\u200b")));
}

/** A GUID is no commit, and is copied from the report. */
const idOrHash = /\b[\da-f]{8}(?:-[\da-f]{4}){3}-[\da-f]{12}\b|\b[\da-f]{7,}\b/gi;

function hex(character: string): string {
  return (character.codePointAt(0) ?? 0).toString(16).toUpperCase();
}
