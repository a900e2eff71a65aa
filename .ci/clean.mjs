// Removes a build folder, so that nothing of yesterday's build is shipped.
import { rm } from 'node:fs/promises';

await rm(new URL(`../${process.argv[2]}`, import.meta.url), { recursive: true, force: true });
