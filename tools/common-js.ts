import type { Plugin } from 'rolldown';

/** Says beside the bundle that it is CommonJS, whatever the package around it is. */
export function commonJs(): Plugin {
  return {
    name: 'common-js',
    generateBundle() {
      this.emitFile({
        type: 'asset',
        fileName: 'package.json',
        source: `${JSON.stringify({ type: 'commonjs' })}\n`,
      });
    },
  };
}
