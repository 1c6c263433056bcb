import { expect } from 'chai';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { listRunningProcesses } from './running-processes';

describe('running processes', () => {
    it('are those of the tree, with their commands and the ports that they listen on', async () => {
        const server = `
            const servers = ['127.0.0.1', '::1'].map(host => require('node:net').createServer().listen(0, host));
            Promise.all(servers.map(server => require('node:events').once(server, 'listening')))
                .then(() => console.log(servers.map(server => server.address().port).join(' ')))
                .catch(error => console.log(error.code));
            servers[1].on('error', () => undefined);`;
        const leader = spawn('/bin/sh', ['-c', '"$0" -e "$1"; true', process.execPath, server], {
            detached: true,
            stdio: ['ignore', 'pipe', 'inherit']
        });
        try {
            const [said] = (await once(leader.stdout, 'data')) as [Buffer];
            const [shell, node, ...rest] = await listRunningProcesses(leader.pid!);
            expect(rest).to.deep.equal([]);
            expect(shell).to.deep.include({ pid: leader.pid, ports: [] });
            expect(node.command).to.contain('createServer');
            if (!said.toString().startsWith('E')) {
                const ports = said.toString().trim().split(' ').map(Number);
                expect(node.ports).to.deep.equal(ports.sort((a, b) => a - b));
            }
        } finally {
            process.kill(-leader.pid!, 'SIGKILL');
        }
    });
});
