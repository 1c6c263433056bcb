import { readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { expect } from 'chai';

/** In which file of xterm's source each name that is used must be. */
const NAMES = {
    'browser/CoreBrowserTerminal.ts': ['_viewport', '_renderService'],
    'browser/Viewport.ts': ['_sync', 'scrollLines', 'scrollToLine'],
    'browser/services/RenderService.ts': [
        '_isPaused',
        '_needsFullRefresh',
        '_needsSelectionRefresh',
        '_selectionState',
        '_renderer',
        'handleSelectionChanged'
    ],
    // leaving the other screen shows the cursor
    'common/InputHandler.ts': ['_coreService.isCursorInitialized = true'],
    // clearing; hyperlinks by keyboard
    'common/CoreTerminal.ts': ['_bufferService', 'get rows()', '_oscLinkService'],
    'common/services/OscLinkService.ts': ['getLinkData', 'uri'],
    'browser/OscLinkProvider.ts': ['cell.hasExtendedAttrs()', 'cell.extended.urlId'],
    'common/services/BufferService.ts': ['_onScroll', 'isUserScrolling', 'buffers'],
    'common/buffer/Buffer.ts': ['ybase', 'ydisp', 'savedY', 'getNullCell', 'getBlankLine', 'clearMarkers'],
    'common/CircularList.ts': ['trimStart', 'push', 'set length('],
    'common/buffer/BufferLine.ts': ['isWrapped', 'fill('],
    'browser/renderer/dom/DomRenderer.ts': ['_widthCache'],
    'browser/renderer/dom/WidthCache.ts': ['_container', '_measureElements', 'clear', '_measure', 'REPEAT = 32']
};

describe('what is used of xterm beside its interface', () => {
    const source = join(dirname(require.resolve('@xterm/xterm/package.json')), 'src');

    for (const [file, names] of Object.entries(NAMES)) {
        it(`is still there in ${file}`, () => {
            const text = readFileSync(join(source, file), 'utf8');
            expect(names.filter(name => !text.includes(name))).to.deep.equal([]);
        });
    }

    it('is still there in the add-on that draws pictures', () => {
        const addon = join(dirname(require.resolve('@xterm/addon-image/package.json')), 'src/ImageAddon.ts');
        const text = readFileSync(addon, 'utf8');
        expect(
            ["_handlers.set('iip', iipHandler)", 'registerOscHandler(1337, iipHandler)'].filter(
                each => !text.includes(each)
            )
        ).to.deep.equal([]);
    });
});
