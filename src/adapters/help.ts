import { commands, options } from './options.ts';

/** The page that `--help` prints: what this version can do. */
export function help(): string {
  const available = commands.filter(({ instead }) => instead === undefined);
  const shown = options.filter(({ instead }) => instead === undefined);
  return [
    'Plans a change to Azure service endpoints and private endpoints: what happens to traffic while it rolls out.',
    '',
    'Usage: azure-endpoint-planner COMMAND [options]',
    '',
    'Commands:',
    ...rows(
      available.map(({ name, takes, says }) => [[name, takes].filter(Boolean).join(' '), says]),
    ),
    '',
    'Options:',
    ...rows(
      shown.map(({ name, value, repeatable, says }) => [
        `--${name}${value === undefined ? '' : ` ${value}`}`,
        repeatable === true ? `${says}; repeatable` : says,
      ]),
    ),
    '',
    'Exit status: 0 verdict below --fail-on, 1 at or above, 2 usage or config, 3 unreadable input, 4 Azure or GitHub failed.',
    '',
  ].join('\n');
}

function rows(
  pairs: readonly (readonly [string, string] | readonly string[])[],
): readonly string[] {
  const width = Math.max(...pairs.map(([left = '']) => left.length));
  return pairs.map(([left = '', right = '']) => `  ${left.padEnd(width)}  ${right}`);
}
