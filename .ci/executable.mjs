// The compiler writes plain files; the command must be runnable as it is.
import { chmod } from 'node:fs/promises';

await chmod(new URL('../dist/cli/main.js', import.meta.url), 0o755);
