import { delimiter } from 'node:path';
import { CONFIGURATION_NAMES } from './configuration';

/** What npm and Node put into the environment of a script, and a person's shell must not inherit. */
const OF_THE_LAUNCH = new Set(['INIT_CWD', 'NODE', 'NODE_OPTIONS', 'NODE_CHANNEL_FD', 'NODE_UNIQUE_ID', 'COLOR']);

/**
 * The environment in which the ide, the session host and so shells, plugins and Claude run: the one in which Dispatch was
 * started, without our configuration and secrets and without what `npm start` added to it.
 */
export function personEnvironment(environment: NodeJS.ProcessEnv): NodeJS.ProcessEnv {
    const kept = Object.entries(environment).filter(
        ([name]) => !CONFIGURATION_NAMES.includes(name) && !OF_THE_LAUNCH.has(name) && !/^npm_/i.test(name)
    );
    return { ...Object.fromEntries(kept), PATH: withoutScriptFolders(environment['PATH']) };
}

function withoutScriptFolders(path: string | undefined): string {
    return (path ?? '/usr/local/bin:/usr/bin:/bin')
        .split(delimiter)
        .filter(folder => !/\/node_modules\/\.bin\/?$|\/node-gyp-bin\/?$/.test(folder))
        .join(delimiter);
}
