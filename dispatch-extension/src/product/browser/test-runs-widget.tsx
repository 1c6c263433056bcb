import { CompositeTreeNode } from '@theia/core/lib/browser/tree/tree';
import { TreeModel } from '@theia/core/lib/browser/tree/tree-model';
import { nls } from '@theia/core/lib/common/nls';
import { injectable, interfaces } from '@theia/core/shared/inversify';
import * as React from '@theia/core/shared/react';
import { TestRunTreeWidget } from '@theia/test/lib/browser/view/test-run-widget';
import { createTestRunContainer } from '@theia/test/lib/browser/view/test-view-frontend-module';

/** The runs of the Testing view. Upstream says that there are no tests where no test was run yet. */
@injectable()
export class DispatchTestRuns extends TestRunTreeWidget {
    static createWidget(parent: interfaces.Container): TestRunTreeWidget {
        const child = createTestRunContainer(parent);
        child.rebind(TestRunTreeWidget).to(DispatchTestRuns);
        return child.get(TestRunTreeWidget);
    }

    protected override renderTree(model: TreeModel): React.ReactNode {
        if (CompositeTreeNode.is(model.root) && model.root.children.length > 0) {
            return super.renderTree(model);
        }
        return (
            <div className="theia-widget-noInfo noMarkers">
                {nls.localize('dispatch/product/noTestRuns', 'No tests have been run yet.')}
            </div>
        );
    }
}
