import { Disposable } from '@theia/core/lib/common/disposable';
import { codiconArray } from '@theia/core/lib/browser';
import { IDecoration, Terminal } from '@xterm/xterm';
import { CommandRecord } from '../../common/shell-integration-protocol';
import { Decorations } from '../shell-integration-settings';
import { commandInWords, CommandMood, moodOfCommand } from './command-words';
import { PlaceLines } from './place-lines';

const ICONS: Record<CommandMood, string> = {
    running: 'circle-outline',
    succeeded: 'circle-filled',
    failed: 'error',
    unknown: 'circle-filled'
};

interface Shown {
    mood: CommandMood;
    line: number;
    decoration: IDecoration;
}

/** What decorations need of their surroundings. */
export interface DecorationsHost {
    readonly decorations: Decorations;
    /** As CSS; one for the overview ruler. */
    colorOf(mood: CommandMood): string;
    /** The mark of this command was clicked. */
    menu(n: number, event: MouseEvent): void;
}

/** The marks of commands in the gutter and on the overview ruler of one terminal. */
export class CommandDecorations implements Disposable {
    private readonly shown = new Map<number, Shown>();

    constructor(
        private readonly terminal: Terminal,
        private readonly lines: Pick<PlaceLines, 'find'>,
        private readonly host: DecorationsHost
    ) {}

    /** Shows these commands and no others, as they are now. */
    show(commands: readonly CommandRecord[]): void {
        const wanted = new Map(commands.map(command => [command.n, command]));
        for (const n of [...this.shown.keys()].filter(each => !wanted.has(each))) {
            this.hide(n);
        }
        commands.forEach(command => this.update(command));
    }

    dispose(): void {
        [...this.shown.keys()].forEach(n => this.hide(n));
    }

    private update(command: CommandRecord): void {
        const mood = moodOfCommand(command);
        const marker = this.lines.find(command.inputAt);
        const before = this.shown.get(command.n);
        if (before && before.mood === mood && before.decoration.marker === marker) {
            return;
        }
        this.hide(command.n);
        const { decorations } = this.host;
        if (!marker || decorations === 'never') {
            return;
        }
        const ruler = { color: this.host.colorOf(mood), position: mood === 'failed' ? 'right' : 'left' } as const;
        const decoration = this.terminal.registerDecoration({
            marker,
            width: 1,
            overviewRulerOptions: decorations === 'gutter' ? undefined : ruler
        });
        if (!decoration) {
            return;
        }
        this.shown.set(command.n, { mood, line: marker.line, decoration });
        decoration.onDispose(
            () => this.shown.get(command.n)?.decoration === decoration && this.shown.delete(command.n)
        );
        if (decorations !== 'overviewRuler') {
            decoration.onRender(element => this.render(element, command, mood));
        }
    }

    private render(element: HTMLElement, command: CommandRecord, mood: CommandMood): void {
        if (element.classList.contains('dispatch-command-mark')) {
            return;
        }
        element.classList.add('dispatch-command-mark', `dispatch-command-${mood}`, ...codiconArray(ICONS[mood]));
        element.title = commandInWords(command);
        element.setAttribute('role', 'button');
        element.setAttribute('aria-label', element.title);
        element.dataset['command'] = String(command.n);
        element.addEventListener('mousedown', event => event.stopPropagation());
        const menu = (event: MouseEvent): void => {
            event.preventDefault();
            event.stopPropagation();
            this.host.menu(command.n, event);
        };
        element.addEventListener('click', menu);
        element.addEventListener('contextmenu', menu);
    }

    private hide(n: number): void {
        const shown = this.shown.get(n);
        this.shown.delete(n);
        shown?.decoration.dispose();
    }
}
