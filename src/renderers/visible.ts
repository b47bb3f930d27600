// Text from a change is written by anybody. Before any format looks at it, what cannot be seen is made visible, and what is
// too long is shortened in the middle.

/** Controls, bidirectional and zero-width marks, fillers, private characters and lone halves. */
const unseen =
  /[\p{Cc}\p{Cf}\p{Cs}\p{Co}\p{Zl}\p{Zp}\p{Default_Ignorable_Code_Point}\p{Noncharacter_Code_Point}\u2800]/gu;

/** A letter takes a few marks; a tower of them reaches into other lines. */
const towers = /\p{M}{4,}/gu;

/** The runner obeys a log line with `##[command]` anywhere in it. */
const oldCommand = /##(?=\[)/g;

/** Printable ASCII, which most names are, hides nothing. */
const ordinary = /^[ -~]*$/;

/** `text` with everything that cannot be seen written as `\u{…}`. */
export function visible(text: string): string {
  const seen = ordinary.test(text)
    ? text
    : text.replace(unseen, show).replace(towers, (marks) => [...marks].map(show).join(''));
  return seen.replace(oldCommand, (marks) => `#${show(marks.slice(1))}`);
}

/** `text` as part of a sentence: on one line, single spaces, everything visible. */
export function sentence(text: string): string {
  return visible(text.replace(/\s+/g, ' '));
}

/** A line of code: as `visible`, and not a command to the runner that prints it. */
export function codeLine(text: string): string {
  return visible(text).replace(/^(\s*):(?=:[a-z])/i, (_, space: string) => `${space}${show(':')}`);
}

function show(character: string): string {
  return `\\u{${(character.codePointAt(0) ?? 0).toString(16)}}`;
}

/** `text` in at most `most` characters, its middle replaced by `…`: both ends tell names apart. */
export function shorten(text: string, most: number): string {
  if (text.length <= most) return text;
  const kept = Math.max(most - 1, 0);
  const head = text.slice(0, Math.ceil(kept / 2));
  const tail = kept < 2 ? '' : text.slice(-Math.floor(kept / 2));
  return `${head.replace(/[\uD800-\uDBFF]$/, '')}…${tail.replace(/^[\uDC00-\uDFFF]/, '')}`;
}

/** How many bytes `text` takes in UTF-8. */
export function utf8Length(text: string): number {
  let bytes = 0;
  for (let at = 0; at < text.length; at += 1) {
    const unit = text.charCodeAt(at);
    // Each half of a pair counts two: four for the character.
    bytes += unit < 0x80 ? 1 : unit < 0x800 || (unit & 0xf800) === 0xd800 ? 2 : 3;
  }
  return bytes;
}
