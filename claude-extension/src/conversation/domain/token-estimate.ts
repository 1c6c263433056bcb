/** Characters to a token, on average over prose and code in Latin letters; Anthropic's documentation says 3.5. */
const CHARACTERS_PER_TOKEN = 3.5;
/** A picture costs about width × height / 750 tokens; after the API has made it smaller at most this. */
const TOKENS_PER_PICTURE = 1_600;

/** About how many tokens a message costs, rounded up; not exact, and never zero for a text. */
export function estimateTokens(text: string, pictures = 0): number {
    let characters = 0;
    for (const character of text) {
        // letters of scripts without an alphabet are about a token each
        characters += character > '\u2e7f' ? CHARACTERS_PER_TOKEN : 1;
    }
    return Math.ceil(characters / CHARACTERS_PER_TOKEN) + pictures * TOKENS_PER_PICTURE;
}
