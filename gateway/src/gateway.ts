import { homedir } from 'node:os';
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { programLayout } from './operations/layout';
import { runGateway } from './operations/run-gateway';

const { version } = JSON.parse(readFileSync(join(__dirname, '..', 'package.json'), 'utf8')) as { version: string };

void runGateway({
    program: programLayout(__dirname),
    environment: process.env,
    home: existsSync(homedir()) ? homedir() : '/',
    version
});
