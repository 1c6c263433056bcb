import { Palette, ThemeSource } from './theme-source';

/** The colours of code, from a palette: few hues, so that what stands out is structure. */
export function tokenColors(p: Palette): ThemeSource['tokenColors'] {
    const rule = (foreground: string, scope: string[], fontStyle?: string): ThemeSource['tokenColors'][number] => ({
        scope,
        settings: fontStyle === undefined ? { foreground } : { foreground, fontStyle }
    });
    return [
        rule(p.text, ['source', 'text', 'meta.embedded', 'variable', 'meta.template.expression']),
        rule(p.comment, ['comment', 'punctuation.definition.comment', 'string.quoted.docstring'], 'italic'),
        rule(p.string, [
            'string',
            'meta.attribute-selector',
            'markup.inline.raw',
            'markup.fenced_code',
            'constant.character'
        ]),
        rule(p.orange, ['string.regexp', 'constant.character.escape', 'constant.other.placeholder']),
        rule(p.orange, ['constant.numeric', 'keyword.other.unit', 'constant.other.color']),
        rule(p.orange, [
            'constant.language',
            'variable.language',
            'support.constant',
            'constant.other',
            'variable.other.constant.property'
        ]),
        rule(p.violet, [
            'keyword',
            'storage',
            'keyword.control',
            'keyword.operator.new',
            'keyword.operator.expression',
            'keyword.operator.logical.python'
        ]),
        rule(p.muted, ['keyword.operator', 'punctuation', 'meta.brace', 'storage.type.function.arrow']),
        rule(p.blue, [
            'entity.name.function',
            'support.function',
            'meta.function-call entity.name.function',
            'variable.function'
        ]),
        rule(p.teal, [
            'entity.name.type',
            'entity.name.class',
            'entity.name.namespace',
            'entity.other.inherited-class',
            'support.type',
            'support.class',
            'meta.type.annotation entity.name.type'
        ]),
        rule(p.parameter, ['variable.parameter', 'meta.function.parameters variable']),
        rule(p.property, [
            'variable.other.property',
            'variable.other.object.property',
            'meta.object-literal.key',
            'support.type.property-name',
            'entity.name.variable.field'
        ]),
        rule(p.blue, ['support.type.property-name.json', 'entity.name.tag.yaml', 'support.type.property-name.toml']),
        rule(p.red, ['entity.name.tag', 'punctuation.definition.tag']),
        rule(p.yellow, [
            'entity.other.attribute-name',
            'entity.name.function.decorator',
            'meta.decorator',
            'entity.name.label'
        ]),
        rule(p.violet, ['entity.name.section', 'markup.heading', 'markup.heading entity.name'], 'bold'),
        rule(p.strong, ['markup.bold'], 'bold'),
        rule(p.text, ['markup.italic'], 'italic'),
        rule(p.accent, ['markup.underline.link', 'string.other.link']),
        rule(p.muted, ['markup.quote']),
        rule(p.green, ['markup.inserted']),
        rule(p.red, ['markup.deleted', 'invalid']),
        rule(p.yellow, ['markup.changed']),
        rule(p.muted, ['meta.diff.header', 'meta.diff.range'])
    ];
}
