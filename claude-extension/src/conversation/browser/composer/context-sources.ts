import { inject, injectable } from '@theia/core/shared/inversify';
import { ProblemManager } from '@theia/markers/lib/browser/problem/problem-manager';
import { TerminalWidget } from '@theia/terminal/lib/browser/base/terminal-widget';
import { TerminalService } from '@theia/terminal/lib/browser/base/terminal-service';
import type { MessageContext } from '../../domain/message-context';
import { ClaudeText } from '../claude-text';
import { problemLines } from './problem-lines';
import type { Suggestion } from './suggestion';

/** So much of the end of a terminal goes with a message. */
const TERMINAL_LINES = 120;
const MAX_PROBLEMS = 100;

/** What is not a file and can go with a message: the problems, and the last output of the terminals of this page. */
@injectable()
export class ContextSources {
    constructor(
        @inject(ProblemManager) private readonly problems: ProblemManager,
        @inject(TerminalService) private readonly terminals: TerminalService
    ) {}

    matching(query: string, folder: string): Suggestion[] {
        const wanted = query.toLowerCase();
        return [...this.problemSuggestions(folder), ...this.terminals.all.map(terminalSuggestion)].filter(
            ({ label, id }) => label.toLowerCase().includes(wanted) || id.startsWith(wanted)
        );
    }

    private problemSuggestions(folder: string): Suggestion[] {
        const count = this.problemLines(folder).length;
        const context = (): MessageContext => ({
            label: ClaudeText.problems,
            text: this.problemLines(folder).slice(0, MAX_PROBLEMS).join('\n')
        });
        return count === 0
            ? []
            : [
                  {
                      id: 'problems',
                      label: ClaudeText.problems,
                      detail: ClaudeText.problemCount(count),
                      icon: 'warning',
                      insert: '',
                      context
                  }
              ];
    }

    private problemLines(folder: string): string[] {
        return problemLines(this.problems.findMarkers(), folder);
    }
}

function terminalSuggestion(terminal: TerminalWidget): Suggestion {
    const label = ClaudeText.terminal(terminal.title.label);
    return {
        id: `terminal:${terminal.id}`,
        label,
        detail: ClaudeText.terminalOutput,
        icon: 'terminal',
        insert: '',
        context: () => {
            const { buffer, isDisposed } = terminal;
            const start = isDisposed ? 0 : Math.max(0, buffer.length - TERMINAL_LINES);
            const text = isDisposed ? '' : buffer.getLines(start, TERMINAL_LINES, true).join('\n').trimEnd();
            return text ? { label, text } : undefined;
        }
    };
}
