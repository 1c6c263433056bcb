/** Ends everything: gateway, IDE, session host and every session. To stop and keep the sessions, stop `npm start` instead. */
import { spawnSync } from 'node:child_process';
import { resolve } from 'node:path';

const admin = resolve(import.meta.dirname, '..', 'gateway', 'dist', 'dispatch-admin.js');
const { status } = spawnSync(process.execPath, [admin, 'stop'], { stdio: 'inherit' });
process.exitCode = status ?? 1;
