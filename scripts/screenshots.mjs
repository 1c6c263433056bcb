// Makes the pictures of docs/screenshots from real installations, a real repository and a fake Messages API. Needs what the
// journeys need. `npm run screenshots` makes all of them, `npm run screenshots -- own-servers` those of one set.
import { claudeSignIn } from './screenshots/claude-sign-in.mjs';
import { ownServers } from './screenshots/own-servers.mjs';
import { tour } from './screenshots/tour.mjs';

const sets = { tour, 'own-servers': ownServers, 'claude-sign-in': claudeSignIn };
const wanted = process.argv.slice(2);
const unknown = wanted.filter(name => !Object.hasOwn(sets, name));
if (unknown.length > 0) {
  console.error(`There is no set ${unknown.join(', ')}: ${Object.keys(sets).join(', ')}`);
  process.exit(1);
}
for (const name of wanted.length > 0 ? wanted : Object.keys(sets)) {
  await sets[name]();
}
