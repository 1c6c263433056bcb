import { isLoopbackHost } from './configuration';

/** What a person who started Dispatch wants to know. */
export interface BannerFacts {
    address: string;
    host: string;
    /** The one-time link, where no key is set. */
    link: string | undefined;
    dataFolder: string;
    hasApiKey: boolean;
    colours: boolean;
}

/** The few lines that are printed when the port is open. */
export function renderBanner(facts: BannerFacts): string {
    const bold = facts.colours ? '\u001b[1m' : '';
    const dim = facts.colours ? '\u001b[2m' : '';
    const accent = facts.colours ? '\u001b[1;36m' : '';
    const off = facts.colours ? '\u001b[0m' : '';
    const line = (label: string, text: string): string => `  ${dim}${label.padEnd(9)}${off}${text}`;
    const signIn = facts.link
        ? [
              line('Sign in', `${accent}${facts.link}${off}`),
              line('', `${dim}works once, for 30 minutes; another: npm run sign-in-link${off}`)
          ]
        : [line('Sign in', 'with the key in TERMINAL_KEY')];
    return [
        '',
        `  ${bold}Dispatch${off} is listening${isLoopbackHost(facts.host) ? '' : ` on ${facts.host}`}`,
        '',
        line('Open', `${accent}${facts.address}${off}`),
        ...plainAddress(facts.address).map(text => line('', `${dim}${text}${off}`)),
        ...signIn,
        line('Claude', facts.hasApiKey ? 'API key is set' : 'no API key; set ANTHROPIC_API_KEY to use Claude'),
        line('Data', facts.dataFolder),
        line('Stop', `Ctrl+C ${dim}(sessions go on; npm run stop ends them too)${off}`),
        '',
        ''
    ].join('\n');
}

/** For browsers that do not resolve names below `localhost` by themselves, as some versions of Safari. */
function plainAddress(address: string): string[] {
    const plain = address.replace('//dispatch.localhost:', '//localhost:');
    return plain === address ? [] : [`or ${plain}, where previews stay empty`];
}
