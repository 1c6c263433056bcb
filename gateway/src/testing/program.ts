import { ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { eventually } from './test-installation';

/** A program of the gateway (a script of this folder) in a process of its own, with what it said. Who makes it ends it. */
export class Program {
    output = '';
    complaint = '';
    readonly child: ChildProcess;

    constructor(script: string, args: string[], env: NodeJS.ProcessEnv) {
        this.child = spawn(process.execPath, [join(__dirname, script), ...args], {
            env,
            stdio: ['ignore', 'pipe', 'pipe']
        });
        this.child.stdout?.on('data', chunk => (this.output += String(chunk)));
        this.child.stderr?.on('data', chunk => (this.complaint += String(chunk)));
    }

    async exit(): Promise<number | NodeJS.Signals | null> {
        if (this.child.exitCode === null && this.child.signalCode === null) {
            await once(this.child, 'exit');
        }
        return this.child.exitCode ?? this.child.signalCode;
    }

    /** The port in the last banner. */
    port(): Promise<number> {
        return eventually(
            () => Number([...this.output.matchAll(/http:\/\/dispatch\.localhost:(\d+)\s/g)].at(-1)?.[1]) || undefined
        );
    }
}
