import { CommandService } from '@theia/core/lib/common/command';
import { nls } from '@theia/core/lib/common/nls';
import { inject, injectable, interfaces } from '@theia/core/shared/inversify';
import * as React from '@theia/core/shared/react';
import { TreeModel } from '@theia/core/lib/browser/tree/tree-model';
import { CompositeTreeNode } from '@theia/core/lib/browser/tree/tree';
import { SourceTreeWidget } from '@theia/core/lib/browser/source-tree';
import { VSXExtensionsCommands } from '@theia/vsx-registry/lib/browser/vsx-extension-commands';
import { VSXExtensionsSource, VSXExtensionsSourceOptions } from '@theia/vsx-registry/lib/browser/vsx-extensions-source';
import { VSXExtensionsWidget, VSXExtensionsWidgetOptions } from '@theia/vsx-registry/lib/browser/vsx-extensions-widget';

/** A section of the Extensions view that says what can be done where there is no network, or nothing in it yet. */
@injectable()
export class DispatchExtensionsWidget extends VSXExtensionsWidget {
    @inject(CommandService)
    protected readonly commands!: CommandService;

    /** As upstream's, with this class in the place of its own. */
    static override createWidget(
        parent: interfaces.Container,
        options: VSXExtensionsWidgetOptions
    ): VSXExtensionsWidget {
        const child = SourceTreeWidget.createContainer(parent, { virtualized: false, scrollIfActive: true });
        child.bind(VSXExtensionsSourceOptions).toConstantValue(options);
        child.bind(VSXExtensionsSource).toSelf();
        child.unbind(SourceTreeWidget);
        child.bind(VSXExtensionsWidgetOptions).toConstantValue(options);
        child.bind(VSXExtensionsWidget).to(DispatchExtensionsWidget);
        return child.get(VSXExtensionsWidget);
    }

    protected override renderTree(model: TreeModel): React.ReactNode {
        const { id } = this.options;
        if (id === VSXExtensionsSourceOptions.SEARCH_RESULT && this.extensionsSource.getModel().searchError) {
            return this.renderHint(
                nls.localize(
                    'dispatch/product/registryAway',
                    'The extension registry cannot be reached from here. Extensions that are installed go on working.'
                )
            );
        }
        const isEmpty = !CompositeTreeNode.is(model.root) || model.root.children.length === 0;
        if (id === VSXExtensionsSourceOptions.INSTALLED && isEmpty) {
            return this.renderHint(
                nls.localize('dispatch/product/nothingInstalled', 'You have installed no extensions yet.')
            );
        }
        return super.renderTree(model);
    }

    protected renderHint(text: string): React.ReactNode {
        return (
            <div className="dispatch-extensions-hint">
                <p>{text}</p>
                <button className="theia-button secondary" onClick={this.installFromFile}>
                    {nls.localize('dispatch/product/installFromFile', 'Install from VSIX...')}
                </button>
            </div>
        );
    }

    protected readonly installFromFile = (): void => {
        void this.commands.executeCommand(VSXExtensionsCommands.INSTALL_FROM_VSIX.id);
    };
}
