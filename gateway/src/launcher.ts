import { join } from 'node:path';
import { Launcher } from './operations/launcher';

void new Launcher(join(__dirname, 'gateway.js')).run();
