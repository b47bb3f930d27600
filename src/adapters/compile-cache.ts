import * as runtime from 'node:module';
import { isAbsolute, join } from 'node:path';

/**
 * Keeps what V8 makes of the planner's code in the cache folder of the user, which nobody else can write to: half of a run on a
 * small plan is compiling. Not on CI, where no second run would find it, nor where Node is too old (22.1) or told otherwise
 * (NODE_DISABLE_COMPILE_CACHE). https://nodejs.org/api/module.html#module-compile-cache
 */
export function keepCompiledCode(env: NodeJS.ProcessEnv): void {
  const folder = env.CI ? undefined : cacheFolder(env);
  // Optional: Node 20 has no such function.
  if (folder !== undefined) runtime.enableCompileCache?.(join(folder, 'azure-endpoint-planner'));
}

function cacheFolder({ XDG_CACHE_HOME, LOCALAPPDATA, HOME }: NodeJS.ProcessEnv) {
  const home = HOME && join(HOME, '.cache');
  return [XDG_CACHE_HOME, LOCALAPPDATA, home].find((path) => path && isAbsolute(path));
}
