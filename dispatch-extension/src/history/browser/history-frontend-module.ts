import '../../../src/history/browser/style/index.css';

import { CommandContribution } from '@theia/core/lib/common/command';
import { MenuContribution } from '@theia/core/lib/common/menu';
import { ContainerModule } from '@theia/core/shared/inversify';
import { TerminalFeature } from '../../terminal/browser/terminal-feature';
import { ExportContribution } from './export/export-commands';
import { HistoryExporter } from './export/history-exporter';
import { HistoryTerminals } from './history-terminals';

export default new ContainerModule(bind => {
    // one per page
    bind(HistoryTerminals).toSelf().inSingletonScope();
    bind(TerminalFeature).toService(HistoryTerminals);
    bind(HistoryExporter).toSelf().inSingletonScope();
    bind(ExportContribution).toSelf().inSingletonScope();
    [CommandContribution, MenuContribution].forEach(contribution => bind(contribution).toService(ExportContribution));
});
