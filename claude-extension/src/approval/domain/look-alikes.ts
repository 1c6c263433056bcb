/**
 * Characters that look like one of ASCII. Signs always count, because a shell sees no sign where a person does. Letters
 * count only in a word that could be read as Latin: one that has Latin letters too, or nothing but look-alikes.
 * Chosen from the confusables of Unicode (UTS 39): those of common fonts, without what only resembles.
 */
const SIGNS = table(
    '‐-‑-‒-–-—-―-−-⁃-﹘-➖-' +
        '⁄/∕/⧸/／/╱/⟋/' +
        '․.。.．.﹒.' +
        '∶:꞉:：:ː:׃:։:܃:' +
        '；;﹔;\u037E;' +
        '‚,，,٫,¸,' +
        `‘'’'ʼ'ʹ'′'＇'ˈ'` +
        '“"”"″"＂"ʺ"' +
        '｀`‵`ˋ`' +
        '∣|｜|ǀ|│|⏐|' +
        '＆&＄$＃#＠@％%＋+＝=＜<＞>（(）)［[］]｛{｝}＊*？?！!～~＾^＿_' +
        '‹<›>˂<˃>∖\\＼\\⧵\\∗*∼~'
);
const LETTERS = table(
    'аaеeоoрpсcуyхxіiјjѕsһhԁdԛqԝwѵvӏlгrкkпnтtАAВBЕEКKМMНHОOРPСCТTУYХXІIЈJЅSԌGԜWѴVӀI' +
        'οoνvρpαaιiκkυuχxτtΑAΒBΕEΖZΗHΙIΚKΜMΝNΟOΡPΤTΥYΧX' +
        'օoսuհhոnցgզqѡwղnᴄcᴏoᴠvᴡwᴢzɡgɑaıiɩiȷjℓlⅼlⅰiⅴvⅹxⅽcⅾdⅿm'
);
const WORD = /[\p{L}\p{M}\p{N}]/u;
/** Full width, mathematical and circled letters and digits: forms of the same letter, never a script of their own. */
const FORMS = /[\u{FF10}-\u{FF5A}\u{1D400}-\u{1D7FF}\u{24B6}-\u{24E9}\u{1F130}-\u{1F189}]/u;
const FULL_WIDTH = /[\u{FF01}-\u{FF0F}\u{FF1A}-\u{FF20}\u{FF3B}-\u{FF40}\u{FF5B}-\u{FF65}]/u;
const CJK = /[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Hangul}]/u;

/** Finds the look-alikes of one text; each word is read once. */
export class LookAlikes {
    private word = { from: 0, to: 0, isLatin: false };

    constructor(private readonly text: string) {}

    /** What the character that begins at `at` could be taken for; undefined for one that is what it seems. */
    of(character: string, at: number): string | undefined {
        const sign = SIGNS.get(character);
        if (sign !== undefined) {
            return isTypography(character, this.text, at) ? undefined : sign;
        }
        if (FORMS.test(character)) {
            return character.normalize('NFKC');
        }
        const letter = LETTERS.get(character);
        return letter !== undefined && this.isInLatinWord(at) ? letter : undefined;
    }

    private isInLatinWord(at: number): boolean {
        if (at < this.word.from || at >= this.word.to) {
            const { text } = this;
            let from = at;
            while (from > this.word.to && WORD.test(text[from - 1])) {
                from--;
            }
            let to = at;
            while (to < text.length && WORD.test(text[to])) {
                to++;
            }
            this.word = { from, to, isLatin: readsAsLatin(text.slice(from, to)) };
        }
        return this.word.isLatin;
    }
}

/** Apostrophes and dashes of prose are no trap, nor the signs of Chinese, Japanese and Korean among their letters. */
function isTypography(character: string, text: string, at: number): boolean {
    const before = text[at - 1] ?? ' ';
    const after = text[at + character.length] ?? ' ';
    if ('’ʼ'.includes(character)) {
        return /\p{L}/u.test(before) && /\p{L}/u.test(after);
    }
    if ('–—'.includes(character)) {
        return before === ' ' && after === ' ';
    }
    return FULL_WIDTH.test(character) && (CJK.test(before) || CJK.test(after));
}

function readsAsLatin(word: string): boolean {
    return /[A-Za-z]/.test(word) || [...word].every(letter => LETTERS.has(letter) || /[0-9]/.test(letter));
}

/** Pairs: the character, and what it looks like. */
function table(pairs: string): ReadonlyMap<string, string> {
    const characters = [...pairs];
    const entries: [string, string][] = [];
    for (let at = 0; at < characters.length; at += 2) {
        entries.push([characters[at], characters[at + 1]]);
    }
    return new Map(entries);
}
