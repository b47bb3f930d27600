/** A stretch of text in one style. */
export interface Run {
  readonly text: string;
  readonly style: Style;
}

export type Style = 'plain' | 'bold' | 'code' | 'caution' | 'warning' | 'faint';

/** Runs with no space between them. */
type Word = readonly Run[];

export type Line = readonly Run[];

/** `runs` in lines of `width` columns, broken at spaces. A longer word keeps its line, so that it can be copied. */
export function wrap(runs: readonly Run[], width: number): readonly Line[] {
  return paragraphs(runs).flatMap((words) => fill(words, width));
}

/** As `wrap`, but a word that is too long is cut: nothing leaves its column. */
export function column(runs: readonly Run[], width: number): readonly Line[] {
  return paragraphs(runs).flatMap((words) =>
    fill(
      words.flatMap((word) => cut(word, width)),
      width,
    ),
  );
}

/** The columns that `line` takes on a terminal. */
export function widthOf(line: Line): number {
  return line.reduce((sum, run) => sum + columnsOf(run.text), 0);
}

/** East Asian letters and pictures take two columns, marks on a letter none. */
function columnsOf(text: string): number {
  if (/^[\x20-\x7e]*$/.test(text)) return text.length;
  return [...text].reduce(
    (sum, letter) => sum + (mark.test(letter) ? 0 : wide.test(letter) ? 2 : 1),
    0,
  );
}

const mark = /\p{M}/u;
const wide =
  /[\u1100-\u115f\u2e80-\u303e\u3041-\ua4cf\uac00-\ud7a3\uf900-\ufaff\ufe30-\ufe6f\uff00-\uff60\uffe0-\uffe6\u{20000}-\u{3fffd}]|\p{Emoji_Presentation}/u;

/** The words of each line that `runs` ask for; a newline is the only mark in them. */
function paragraphs(runs: readonly Run[]): readonly (readonly Word[])[] {
  const lines: Word[][] = [[]];
  let word: Run[] = [];
  const end = () => {
    if (word.length > 0) lines.at(-1)?.push(word);
    word = [];
  };
  for (const run of runs) {
    for (const piece of run.text.split(/( |\n)/)) {
      if (piece === ' ' || piece === '\n') end();
      else if (piece !== '') word.push({ ...run, text: piece });
      if (piece === '\n') lines.push([]);
    }
  }
  end();
  return lines;
}

function fill(words: readonly Word[], width: number): readonly Line[] {
  const lines: Run[][] = [];
  let used = 0;
  for (const word of words) {
    const size = widthOf(word);
    const line = lines.at(-1);
    if (line === undefined || used + 1 + size > width) {
      lines.push([...word]);
      used = size;
    } else {
      line.push({ text: ' ', style: joint(line.at(-1), word[0]) }, ...word);
      used += 1 + size;
    }
  }
  return lines.length === 0 ? [[]] : lines;
}

/** A space within one style keeps it. */
function joint(before: Run | undefined, after: Run | undefined): Style {
  return before !== undefined && before.style === after?.style ? before.style : 'plain';
}

function cut(word: Word, width: number): readonly Word[] {
  if (widthOf(word) <= width) return [word];
  const pieces: Run[][] = [[]];
  let used = 0;
  for (const run of word) {
    for (const letter of run.text) {
      const size = columnsOf(letter);
      if (used + size > width) {
        pieces.push([]);
        used = 0;
      }
      pieces.at(-1)?.push({ ...run, text: letter });
      used += size;
    }
  }
  return pieces.map(joined);
}

function joined(letters: readonly Run[]): Word {
  const word: Run[] = [];
  for (const letter of letters) {
    const last = word.at(-1);
    if (last?.style === letter.style)
      word[word.length - 1] = { ...last, text: last.text + letter.text };
    else word.push(letter);
  }
  return word;
}
