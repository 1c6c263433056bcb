import { EarlierMatches } from './earlier-matches';
import { ScreenMatches } from './find-words';

/** Where the search goes on: at the next match of the screen; at its first one from there; at one of earlier output. */
export type NextMatch = 'on screen' | 'newest on screen' | 'oldest on screen' | 'none' | { readonly earlier: number };

type Earlier = Pick<EarlierMatches, 'count' | 'shownIndex' | 'progress'>;

/** What comes before the match that is shown. Behind the oldest one of all comes the newest one again. */
export function nextOlder(screen: ScreenMatches, earlier: Earlier | undefined): NextMatch {
    const { count = 0, shownIndex, progress } = earlier ?? {};
    if (shownIndex === undefined) {
        const isAtTop = screen.count === 0 || screen.index === 0;
        return count > 0 && isAtTop ? { earlier: 0 } : 'on screen';
    }
    if (shownIndex + 1 < count) {
        return { earlier: shownIndex + 1 };
    }
    // an older one may yet be found
    const isAll = progress === undefined;
    return !isAll ? 'none' : screen.count > 0 ? 'newest on screen' : { earlier: 0 };
}

/** What comes after it. Behind the newest one of all comes the oldest one, when that is known. */
export function nextNewer(screen: ScreenMatches, earlier: Earlier | undefined): NextMatch {
    const { count = 0, shownIndex, progress } = earlier ?? {};
    const oldest = { earlier: count - 1 };
    const hasOldest = count > 0 && progress === undefined;
    if (shownIndex === undefined) {
        const isAtEnd = screen.count === 0 || screen.index === screen.count - 1;
        return hasOldest && isAtEnd ? oldest : 'on screen';
    }
    if (shownIndex > 0) {
        return { earlier: shownIndex - 1 };
    }
    return screen.count > 0 ? 'oldest on screen' : hasOldest ? oldest : 'none';
}
