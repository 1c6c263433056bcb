import { expect } from 'chai';
import { htmlToText } from './html-text';

describe('text of an HTML page', () => {
    it('has the words of the page, a line for each block', () => {
        const page = `<!doctype html><html><head><title>A &amp; B</title><style>p > a { color: red }</style>
            <script>if (a < b) document.write('<p>no</p>')</script></head>
            <body><!-- <p>no</p> --><h2 class="x">Use</h2><p>One\n  <b>two</b>&nbsp;three&#33; 1 < 2 &#x1F600; &unknown;</p>
            <ul><li>first<li>second</ul>a<br>b</body></html>`;
        expect(htmlToText(page)).to.equal(
            'A & B\n\n## Use\n\nOne two three! 1 < 2 😀 &unknown;\n\n- first\n- second\na\nb'
        );
    });

    it('keeps the lines of code', () => {
        const page =
            '<p>Use <code>it</code> so: </p>\n<pre><code>if (a &lt; b) {\n    go();\n}</code></pre>\n  <p> then';
        expect(htmlToText(page)).to.equal('Use it so:\n\nif (a < b) {\n    go();\n}\n\nthen');
    });

    it('takes pages that are cut or made to take long in its stride', () => {
        expect(htmlToText('one<script>two')).to.equal('one');
        expect(htmlToText('one<p class="two')).to.equal('one');
        for (const part of ['<script ', '<!--', '<', '<p', '&', ' ', '\n ', '<li>', '</script']) {
            htmlToText(part.repeat(Math.floor(1_000_000 / part.length)));
        }
    }).timeout(8_000);
});
