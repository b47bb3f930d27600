/**
 * `text` as log lines that a GitHub runner prints and never obeys: it takes `::command` at the start of a line, and
 * `##[command]` anywhere in it, as orders. Other controls, which terminals obey, become visible.
 */
export function harmless(text: string): string {
  return text
    .split(/\r\n|[\r\n\u2028\u2029\u0085]/)
    .map((line) =>
      line
        .replace(/[^\P{Cc}\t]/gu, '\ufffd')
        .replace(/^(\s*):(?=:)/, '$1: ')
        .replaceAll('##[', '# #['),
    )
    .join('\n');
}

/** `text` on one harmless line. */
export function oneLine(text: string): string {
  return harmless(text.replace(/\s+/g, ' ').trim());
}
