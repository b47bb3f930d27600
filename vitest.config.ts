import { readFileSync } from 'node:fs';
import { defineConfig, type Plugin } from 'vitest/config';

/** GitHub's parser imports JSON as only a bundler does, and names source maps that it does not ship. */
const inlined = ['@actions/workflow-parser', '@actions/expressions'];

const withoutSourceMaps: Plugin = {
  name: 'without-source-maps',
  load(id) {
    if (!id.endsWith('.js') || !inlined.some((name) => id.includes(`node_modules/${name}/`)))
      return;
    return readFileSync(id, 'utf8').replace(/^\/\/# sourceMappingURL=.*$/m, '');
  },
};

export default defineConfig({
  plugins: [withoutSourceMaps],
  test: {
    include: ['test/**/*.test.ts'],
    testTimeout: 30_000,
    hookTimeout: 30_000,
    maxWorkers: 2,
    // Commands that tests start leave nothing in the home of whoever runs them.
    env: { NODE_DISABLE_COMPILE_CACHE: '1' },
    server: { deps: { inline: inlined } },
    coverage: { provider: 'v8', include: ['src/**/*.ts'] },
  },
});
