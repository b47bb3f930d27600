// Commands are written as they would be typed, with names in braces: `az storage account show --ids {id}`. The names come from
// files of others, so each is quoted for a POSIX shell where it stands; what cannot be quoted safely leaves no command at all.

/** Text that goes in as it stands, quoted already: a flag with its value. Empty: nothing, not even the space before it. */
export interface Ready {
  readonly ready: string;
}

export const nothing: Ready = { ready: '' };

/** Undefined: not known, and then neither is the command. A list is so many words. */
export type Value = string | readonly string[] | Ready | undefined;

export type Values = Readonly<Record<string, Value>>;

/** Letters that every shell leaves alone. A leading `=` is expanded by zsh. */
const plain = /^(?!=)[\w./@:,=+-]+$/;

// Control characters and those that a reader cannot see; they have no place in a name.
const unwritable = /[\p{C}\p{Zl}\p{Zp}]/u;

// Azure CLI takes a word that begins with a dash for a flag, and reads a file where @ begins a word or follows its first `=`:
// https://github.com/Azure/azure-cli/blob/dev/src/azure-cli-core/azure/cli/core/commands/__init__.py (_expand_file_prefixed_files)
const misread = /^(-|@.|[^=]*=@.)/;

/** One word of a command; undefined when it cannot be written without changing what the command does. */
export function quote(word: string): string | undefined {
  if (unwritable.test(word) || misread.test(word)) return undefined;
  return plain.test(word) ? word : `'${word.replaceAll("'", "'\\''")}'`;
}

/** A flag with its value or values; nothing when there is no value. */
export function flag(name: string, value: string | readonly string[] | undefined): Value {
  if (value === undefined) return nothing;
  const words = listed(value);
  return words === undefined ? undefined : { ready: [name, words].join(' ') };
}

function listed(value: string | readonly string[]): string | undefined {
  const quoted = [value].flat().map(quote);
  return quoted.includes(undefined) ? undefined : quoted.join(' ');
}

/** The command with its names filled in; undefined when one is unknown or cannot be written where it stands. */
export function fill(template: string, values: Values): string | undefined {
  const [start = '', ...rest] = template.split(/\{([A-Za-z]+)\}/);
  let line = start;
  for (let at = 0; at < rest.length; at += 2) {
    const word = written(values[rest[at] ?? ''], isQuoted(line));
    if (word === undefined) return undefined;
    line = (word === '' ? line.trimEnd() : line + word) + (rest[at + 1] ?? '');
  }
  return line;
}

function written(value: Value, quoted: boolean): string | undefined {
  if (value === undefined) return undefined;
  if (typeof value === 'object' && 'ready' in value) return value.ready;
  if (!quoted) return listed(value);
  return typeof value === 'string' && plain.test(value) ? value : undefined;
}

/** Whether what comes next stands between double quotes. */
function isQuoted(line: string): boolean {
  return (line.split('"').length - 1) % 2 === 1;
}

/** The sentence with its names filled in, as plain text: renderers escape it. */
export function tell(template: string, values: Readonly<Record<string, string>>): string {
  return template.replace(/\{([A-Za-z]+)\}/g, (whole, name: string) => values[name] ?? whole);
}
