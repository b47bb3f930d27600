import { defineConfig } from 'rolldown';
import { commonJs } from './tools/common-js.ts';
import { licences } from './tools/licences.ts';

/** Dependencies are inlined: `dist` runs as it stands, without an install. */
export default defineConfig({
  input: { cli: 'src/cli.ts', index: 'src/action.ts', api: 'src/index.ts' },
  platform: 'node',
  // The command runs on every supported Node, the action on Node 24.
  transform: { target: 'node20' },
  plugins: [licences(), commonJs()],
  output: {
    dir: 'dist',
    // Node starts CommonJS in a third less time than modules: `bench/`.
    format: 'cjs',
    minify: true,
    comments: false,
    cleanDir: true,
    entryFileNames: '[name].js',
    // Names without a hash: a rebuild changes files, it does not rename them.
    chunkFileNames: 'chunks/[name].js',
  },
});
