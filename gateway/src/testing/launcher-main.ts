import { join } from 'node:path';
import { Launcher } from '../operations/launcher';

/** The launcher over a gateway with fakes. The one argument is the folder of the test installation. */
void new Launcher(join(__dirname, 'gateway-main.js'), process.argv.slice(2)).run();
