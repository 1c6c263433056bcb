/** An MCP server as somebody may have one: it searches their notes. Speaks JSON-RPC, one message to a line, on its input and output. */
import { createInterface } from 'node:readline';

const NOTES = ['greeting.md: say "Good morning" before noon', 'release.md: greet the new users by name'];
const text = { type: 'object', properties: { query: { type: 'string' } }, required: ['query'] };
const tools = [
  { name: 'search_notes', description: 'Finds notes by a word', inputSchema: text },
  { name: 'add_note', description: 'Writes a note', inputSchema: text }
];

const answers = {
  initialize: ({ protocolVersion }) => ({
    protocolVersion,
    capabilities: { tools: {} },
    serverInfo: { name: 'notes', version: '1.0.0' }
  }),
  ping: () => ({}),
  'tools/list': () => ({ tools }),
  'tools/call': ({ arguments: { query } }) => ({
    content: [{ type: 'text', text: NOTES.filter(note => note.includes(query)).join('\n') || 'None.' }]
  })
};

for await (const line of createInterface({ input: process.stdin })) {
  const { id, method, params } = JSON.parse(line);
  if (id === undefined) {
    continue;
  }
  const answer = answers[method];
  const outcome = answer ? { result: answer(params) } : { error: { code: -32601, message: `no ${method} here` } };
  process.stdout.write(`${JSON.stringify({ jsonrpc: '2.0', id, ...outcome })}\n`);
}
