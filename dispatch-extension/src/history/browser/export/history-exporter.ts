import { MessageService } from '@theia/core/lib/common/message-service';
import { nls } from '@theia/core/lib/common/nls';
import { URI } from '@theia/core/lib/common/uri';
import { QuickPickItem, QuickPickService } from '@theia/core/lib/browser';
import { inject, injectable } from '@theia/core/shared/inversify';
import { FileDialogService } from '@theia/filesystem/lib/browser';
import { FileService } from '@theia/filesystem/lib/browser/file-service';
import { asDispatchError } from '../../../kernel/common/errors';
import { DispatchTerminalWidget } from '../../../terminal/browser/dispatch-terminal-widget';
import { ExportFormat } from '../../common/history-protocol';
import { HistoryTerminals } from '../history-terminals';
import { missingInWords, sizeInWords } from '../history-words';
import { HistoryClient } from '../overlay/history-ranges';
import { DownloadSink, ExportSink, FileSink } from './export-sink';

const FILES: Record<ExportFormat, { ending: string; type: string }> = {
    text: { ending: '.txt', type: 'text/plain' },
    asciicast: { ending: '.cast', type: 'application/x-asciicast' }
};

/** Writes all that a terminal has put out into a file. Failures are shown, not thrown. */
@injectable()
export class HistoryExporter {
    @inject(HistoryTerminals)
    protected readonly terminals!: HistoryTerminals;
    @inject(QuickPickService)
    protected readonly picks!: QuickPickService;
    @inject(FileDialogService)
    protected readonly dialogs!: FileDialogService;
    @inject(FileService)
    protected readonly files!: FileService;
    @inject(MessageService)
    protected readonly messages!: MessageService;

    async export(terminal: DispatchTerminalWidget, format: ExportFormat): Promise<void> {
        const client = this.terminals.clientOf(terminal);
        const sink = client && (await this.chooseSink(terminal, format));
        if (!client || !sink) {
            return;
        }
        try {
            await this.run(client, format, sink);
        } catch (error) {
            await sink.abort();
            void this.messages.error(asDispatchError(error).message);
        }
    }

    private async chooseSink(terminal: DispatchTerminalWidget, format: ExportFormat): Promise<ExportSink | undefined> {
        const { ending, type } = FILES[format];
        const fileName = `${terminal.title.label.replace(/[^\p{L}\p{N}._-]+/gu, '-').slice(0, 60) || 'terminal'}${ending}`;
        const items: (QuickPickItem & { make(): Promise<ExportSink | undefined> })[] = [
            {
                label: nls.localize('dispatch/history/toWorkspace', 'Save on the server…'),
                description: nls.localize('dispatch/history/toWorkspaceHint', 'in the workspace, or any folder'),
                make: () => this.chooseFile(fileName)
            },
            {
                label: nls.localize('dispatch/history/download', 'Download'),
                description: nls.localize('dispatch/history/downloadHint', 'to the computer of this browser'),
                make: async () => new DownloadSink(fileName, type)
            }
        ];
        const picked = await this.picks.show(items, {
            placeholder: nls.localize('dispatch/history/where', 'Where should {0} go?', fileName)
        });
        return picked?.make();
    }

    private async chooseFile(fileName: string): Promise<ExportSink | undefined> {
        const title = nls.localize('dispatch/history/exportTitle', 'Export Output');
        const target: URI | undefined = await this.dialogs.showSaveDialog({ title, inputValue: fileName });
        return target && new FileSink(this.files, target);
    }

    private async run(client: HistoryClient, format: ExportFormat, sink: ExportSink): Promise<void> {
        let cancelled = false;
        const progress = await this.messages.showProgress(
            { text: nls.localize('dispatch/history/exporting', 'Exporting output'), options: { cancelable: true } },
            () => (cancelled = true)
        );
        try {
            let start = 0;
            let end: number | undefined;
            for (let from = 0, isDone = false; !isDone && !cancelled;) {
                const part = await client.exportHistory({ format, from, end });
                await sink.write(part.text);
                start = from === 0 ? part.start : start;
                end ??= part.end;
                from = part.next;
                isDone = part.done;
                const message = `${sizeInWords(from - start)} / ${sizeInWords(end - start)}`;
                progress.report({ message, work: { done: from - start, total: Math.max(1, end - start) } });
            }
            await (cancelled ? sink.abort() : sink.finish());
            if (!cancelled && start > 0) {
                void this.messages.info(missingInWords({ from: 0, to: start, reason: 'retention' }));
            }
        } finally {
            progress.cancel();
        }
    }
}
