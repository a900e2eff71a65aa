import type { Command } from 'commander';
import type { Host } from './host.js';
import type * as given from './options.js';
import { examples, type Finish, withManifest, withSandbox } from './program-options.js';

/** `towerctl bootstrap`: the pipeline that runs towerctl by itself. */
export function addBootstrap(program: Command, host: Host, finish: Finish): void {
  examples(withSandbox(withManifest(program.command('bootstrap'))))
    .description('deploy what runs towerctl by itself: the pipeline, the roles, what listens to events; or change it')
    .option('--preview', 'show what would be deployed and what that changes; writes nothing')
    .option('--approve', 'do not ask')
    .option('--destroy', 'remove it all, but for what is kept: records and their key')
    .option('--engine <file>', 'the ZIP file that builds run (default: the one that came with this towerctl)')
    .option('--out <folder>', 'keep the synthesized templates there')
    .action(async (_: object, command: Command) => {
      const options = command.optsWithGlobals<given.BootstrapOptions>();
      const { preview, destroy, sandbox, approve } = options;
      if (preview === true && (destroy === true || approve === true)) {
        command.error('error: --preview writes nothing: leave --destroy and --approve out');
      }
      if (sandbox === true && preview !== true) {
        command.error('error: the simulated organization has no pipeline: with --sandbox only --preview is there');
      }
      const { bootstrap } = await import('./commands/bootstrap.js');
      finish(await bootstrap(options, host));
    });
}
