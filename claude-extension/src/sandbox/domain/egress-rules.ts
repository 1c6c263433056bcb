/** Ports that an entry without a port is about. */
const WEB_PORTS = [80, 443];

/** An entry of `CLAUDE_EGRESS`. */
interface EgressEntry {
    /** In lower case; with a leading `*.` for everything below. */
    readonly host: string;
    /** Absent: those of the web. */
    readonly port?: number;
}

/** Where Claude's processes may connect to. */
export class EgressRules {
    private readonly entries: readonly EgressEntry[];

    /** Each `host`, `*.host` or either with `:port`; the gateway has checked the form. */
    constructor(entries: readonly string[]) {
        this.entries = entries.map(entry => {
            const [, host, port] = /^(.*?)(?::(\d+))?$/.exec(entry.toLowerCase()) ?? [];
            return { host, ...(port && { port: Number(port) }) };
        });
    }

    allows(host: string, port: number): boolean {
        const name = host.toLowerCase().replace(/\.$/, '');
        return this.entries.some(entry => matchesHost(entry.host, name) && matchesPort(entry.port, port));
    }

    /** Ports of this machine that are named with it: no proxy is asked for these. */
    localPorts(): number[] {
        return this.entries.flatMap(({ host, port }) =>
            port !== undefined && (host === 'localhost' || host === '127.0.0.1') ? [port] : []
        );
    }
}

/** A wildcard stands for names below, not for the name itself. */
function matchesHost(wished: string, name: string): boolean {
    return wished.startsWith('*.') ? name.endsWith(wished.slice(1)) && name.length >= wished.length : name === wished;
}

function matchesPort(wished: number | undefined, port: number): boolean {
    return wished === undefined ? WEB_PORTS.includes(port) : wished === port;
}
