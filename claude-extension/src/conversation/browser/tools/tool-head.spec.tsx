import { expect } from 'chai';
import { renderToStaticMarkup } from 'react-dom/server';
import * as React from '@theia/core/shared/react';
import { ToolHead } from './tool-head';

/** The names of pictures that are heard: all but those in what is hidden from the ear. */
function heard(more?: React.ReactNode): string[] {
    const head = (
        <ToolHead icon="edit" verb="Edit" steps={0} state="error" open={false} more={more} onToggle={() => undefined} />
    );
    const markup = renderToStaticMarkup(head).replace(/<(\w+)[^>]* aria-hidden="true"[^>]*>.*?<\/\1>/g, '');
    return [...markup.matchAll(/role="img"[^>]* aria-label="([^"]*)"/g)].map(([, name]) => name);
}

describe('the line of a call of a tool', () => {
    it('says once how the call is', () => {
        expect(heard()).to.deep.equal(['failed']);
    });

    it('says it as well where a file or a terminal stands before the mark (nobody heard it there)', () => {
        expect(heard(<a href="#a">a.txt</a>)).to.deep.equal(['failed']);
    });
});
