// Writes the pages of docs/ that are generated from the code: configuration, protocol, errors.
// `npm run docs` writes them, `npm run docs -- --check` fails when one of them is not what the code says.
import { createRequire } from 'node:module';
import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';

const root = resolve(import.meta.dirname, '..');
const load = createRequire(join(root, 'tests/package.json'));
const { z } = load('zod');

/** The contracts that the page of the protocol has. */
const described = new Set();

const pages = {
  'configuration.md': configuration(),
  'protocol.md': protocol(),
  'errors.md': errors(),
  'third-party.md': thirdParty()
};
const check = process.argv.includes('--check');
const drifted = Object.entries(pages).filter(([name, text]) => text !== existing(name));
for (const [name, text] of drifted) {
  if (check) {
    console.error(`docs/${name} is not what the code says. Run: npm run docs`);
  } else {
    writeFileSync(join(root, 'docs', name), text);
    console.log(`docs/${name} written`);
  }
}
process.exitCode = check && drifted.length > 0 ? 1 : 0;

function existing(name) {
  try {
    return readFileSync(join(root, 'docs', name), 'utf8');
  } catch (cause) {
    if (cause.code === 'ENOENT') {
      return undefined;
    }
    throw cause;
  }
}

function configuration() {
  return load('dispatch-gateway/lib/operations/configuration-page').renderConfigurationPage();
}

function errors() {
  const files = ['dispatch-extension', 'claude-extension', 'gateway'].flatMap(name =>
    readdirSync(join(root, name, 'lib'), { recursive: true })
      .filter(file => file.endsWith('-errors.js'))
      .map(file => join(root, name, 'lib', file))
  );
  files.forEach(file => load(file));
  const declared = [...load('dispatch-extension/lib/kernel/common/errors').listDeclaredErrors()].sort(([a], [b]) =>
    a < b ? -1 : 1
  );
  const rows = declared.map(([code, { kind, say }]) => `| \`${code}\` | ${kind} | ${say.replaceAll('|', '\\|')} |`);
  return `${generated('Errors')}
Every failure has one of nine kinds, a code that names the case, and a sentence for people. The kind says what to do:
retry later (\`unavailable\`, \`exhausted\`), correct the request (\`invalid-input\`, \`not-found\`, \`conflict\`), sign in
(\`unauthenticated\`), or report it (\`internal\`).

| code | kind | what the person reads |
| --- | --- | --- |
${rows.join('\n')}
`;
}

function protocol() {
  const session = load('dispatch-extension/lib/session/common/session-protocol');
  const frames = load('dispatch-extension/lib/session/common/stream-frames');
  const parts = [
    contract('Sessions', 'Of every kind; sent on the session socket.', session.SessionRpc),
    contract(
      'Workspaces',
      'On the session socket.',
      load('dispatch-extension/lib/workspace/common/workspace-protocol').WorkspaceRpc
    ),
    contract(
      'Terminal sessions',
      'Through `callSession`.',
      load('dispatch-extension/lib/terminal/common/terminal-protocol').TerminalSessionRpc
    ),
    contract(
      'Terminals, the kind',
      'Through `callKind`.',
      load('dispatch-extension/lib/terminal/common/terminal-protocol').TerminalKindRpc
    ),
    contract(
      'Earlier output of terminals',
      'Through `callSession` of a terminal.',
      load('dispatch-extension/lib/history/common/history-protocol').HistoryRpc
    ),
    contract(
      'Commands of terminals',
      'Through `callSession` of a terminal.',
      load('dispatch-extension/lib/shell-integration/common/shell-integration-protocol').ShellIntegrationRpc
    ),
    contract(
      'Tasks',
      'Through `callSession` of the terminal of a task.',
      load('dispatch-extension/lib/task/common/task-protocol').TaskSessionRpc
    ),
    contract(
      'Claude, the kind',
      'Through `callKind`.',
      load('claude-extension/lib/conversation/common/claude-protocol').ClaudeKindRpc
    ),
    contract(
      'Claude sessions',
      'Through `callSession`.',
      load('claude-extension/lib/conversation/common/claude-protocol').ClaudeSessionRpc
    ),
    contract(
      'Claude, approvals',
      'Through `callKind`.',
      load('claude-extension/lib/approval/common/approval-protocol').ApprovalKindRpc
    ),
    contract(
      'Usage by a sign-in',
      'Through `callKind`.',
      load('claude-extension/lib/usage/common/usage-protocol').SignInUsageRpc
    ),
    contract(
      'Processes of Claude sessions',
      'Through `callSession`.',
      load('claude-extension/lib/conversation/common/claude-processes-protocol').ClaudeProcessesRpc
    ),
    contract(
      'Steering Claude sessions',
      'Through `callSession`.',
      load('claude-extension/lib/conversation/common/claude-steering-protocol').ClaudeSteeringRpc
    ),
    contract(
      'Checkpoints, review, rewind',
      'Through `callSession` of a Claude session.',
      load('claude-extension/lib/checkpoint/common/checkpoint-protocol').CheckpointRpc
    ),
    contract(
      'Checkpoints, the kind',
      'Through `callKind`.',
      load('claude-extension/lib/checkpoint/common/checkpoint-protocol').CheckpointKindRpc
    ),
    contract(
      'Conversations made elsewhere',
      'Through `callKind`.',
      load('claude-extension/lib/custody/common/custody-protocol').CustodyKindRpc
    ),
    contract(
      'Archive and trash',
      'Through `callSession` of a Claude session.',
      load('claude-extension/lib/custody/common/custody-protocol').CustodySessionRpc
    ),
    contract(
      'Trust in what a folder brings',
      'Through `callSession` of a Claude session.',
      load('claude-extension/lib/trust/common/trust-protocol').TrustRpc
    ),
    contract(
      'Sandbox of Claude sessions',
      'Through `callSession` of a Claude session.',
      load('claude-extension/lib/sandbox/common/sandbox-protocol').SandboxRpc
    )
  ];
  const forgotten = contracts().filter(([, rpc]) => !described.has(rpc));
  if (forgotten.length > 0) {
    throw new Error(`docs/protocol.md would not have ${forgotten.map(([name]) => name)}: add it to scripts/docs.mjs.`);
  }
  const events = load('claude-extension/lib/conversation/common/claude-events').ClaudeEventBody.options;
  const types = Object.entries(frames.FrameType).filter(([, value]) => typeof value === 'number');
  return `${generated('Protocol')}
Version ${session.SESSION_PROTOCOL_VERSION}. A page opens one WebSocket to \`${session.SESSION_SOCKET_PATH}\`. Text frames are control messages, JSON:
\`{ id, method, params }\` is answered by \`{ id, result }\` or \`{ id, error }\`; \`{ notify, params }\` comes unasked. Binary frames
are stream frames: \`u8 type, u32 channel, payload\`, little-endian, at most ${frames.MAX_FRAME_BYTES / 1024 / 1024} MiB; the input of one frame is at most
${frames.MAX_INPUT_BYTES / 1024} KiB. What each frame carries is said beside \`FrameType\` in \`session/common/stream-frames.ts\`.

## Stream frames

| type | name |
| --- | --- |
${types.map(([name, value]) => `| ${value} | ${name} |`).join('\n')}

${parts.join('\n')}
## Claude events

The stream of a Claude session carries JSON arrays of \`{ seq, atMs, body }\`. The bodies:

| type | fields |
| --- | --- |
${events.map(event => `| \`${event.shape.type.value}\` | ${fields(schemaOf(event)).replace(/^\{ type: "[^"]+"(; )?/, '{ ')} |`).join('\n')}
`;
}

/** Every package that a production installation may contain, from the lock file. */
function thirdParty() {
  const { packages } = JSON.parse(readFileSync(join(root, 'package-lock.json'), 'utf8'));
  const found = new Map();
  for (const [path, entry] of Object.entries(packages)) {
    if (path.includes('node_modules/') && !entry.link && !entry.dev) {
      const name = entry.name ?? path.slice(path.lastIndexOf('node_modules/') + 'node_modules/'.length);
      found.set(`${name} ${entry.version}`, `| ${name} | ${entry.version} | ${entry.license ?? 'see the package'} |`);
    }
  }
  const rows = [...found].sort(([a], [b]) => (a < b ? -1 : 1)).map(([, row]) => row);
  return `${generated('Third-party packages')}
What \`npm install --omit=dev\` may install, from \`package-lock.json\`; on one platform it is a part of it. See also NOTICE.

| package | version | licence |
| --- | --- | --- |
${rows.join('\n')}
`;
}

/** Every contract between a page and the session host, by its name. */
function contracts() {
  return ['dispatch-extension', 'claude-extension'].flatMap(name =>
    readdirSync(join(root, name, 'lib'), { recursive: true })
      .filter(file => file.endsWith('-protocol.js'))
      .flatMap(file => Object.entries(load(join(root, name, 'lib', file))))
      .filter(([, exported]) => exported?.requests && exported.notifications)
  );
}

function contract(title, where, rpc) {
  const { requests, notifications } = rpc;
  described.add(rpc);
  const asked = Object.entries(requests).map(
    ([name, { params, result }]) => `| \`${name}\` | ${fields(schemaOf(params))} | ${fields(schemaOf(result))} |`
  );
  const told = Object.entries(notifications).map(([name, schema]) => `| \`${name}\` | ${fields(schemaOf(schema))} | |`);
  return `## ${title}

${where}

| request or notification | parameters | result |
| --- | --- | --- |
${[...asked, ...told].join('\n')}
`;
}

function schemaOf(schema) {
  return z.toJSONSchema(schema, { unrepresentable: 'any', io: 'input', reused: 'inline' });
}

/** A JSON schema as a short, TypeScript-like text for a table cell. */
function fields(schema) {
  const text = short(schema);
  return text === '{ }' ? '–' : `\`${text.replaceAll('|', '\\|')}\``;
}

function short(schema) {
  if (schema.const !== undefined) {
    return JSON.stringify(schema.const);
  }
  if (schema.enum) {
    return schema.enum.map(value => JSON.stringify(value)).join(' | ');
  }
  if (schema.anyOf ?? schema.oneOf) {
    return (schema.anyOf ?? schema.oneOf).map(short).join(' | ');
  }
  if (schema.type === 'array') {
    return `${short(schema.items)}[]`;
  }
  if (schema.type === 'object' && schema.properties) {
    const required = new Set(schema.required ?? []);
    const inner = Object.entries(schema.properties).map(
      ([name, of]) => `${name}${required.has(name) ? '' : '?'}: ${short(of)}`
    );
    return inner.length === 0 ? '{ }' : `{ ${inner.join('; ')} }`;
  }
  if (schema.type === 'object') {
    return schema.additionalProperties ? 'object' : '{ }';
  }
  return schema.type ?? 'any';
}

function generated(title) {
  return `# ${title}\n\n<!-- Generated from the code by \`npm run docs\`; do not edit. -->\n`;
}
