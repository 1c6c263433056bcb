import { bindRootContributionProvider, ContributionProvider } from '@theia/core/lib/common/contribution-provider';
import { inject, injectable, interfaces, named } from '@theia/core/shared/inversify';
import * as React from '@theia/core/shared/react';
import {
    BannerContribution,
    byRank,
    HeaderContribution,
    MessageActionContribution,
    TurnActionContribution
} from './view-contributions';

/** Everything that other features add to the views of Claude sessions, in the order in which it is shown. */
@injectable()
export class ViewAdditions {
    constructor(
        @inject(ContributionProvider)
        @named(TurnActionContribution)
        private readonly turnProvider: ContributionProvider<TurnActionContribution>,
        @inject(ContributionProvider)
        @named(MessageActionContribution)
        private readonly messageProvider: ContributionProvider<MessageActionContribution>,
        @inject(ContributionProvider)
        @named(HeaderContribution)
        private readonly headerProvider: ContributionProvider<HeaderContribution>,
        @inject(ContributionProvider)
        @named(BannerContribution)
        private readonly bannerProvider: ContributionProvider<BannerContribution>
    ) {}

    get turns(): readonly TurnActionContribution[] {
        return byRank(this.turnProvider.getContributions());
    }

    get messages(): readonly MessageActionContribution[] {
        return byRank(this.messageProvider.getContributions());
    }

    get headers(): readonly HeaderContribution[] {
        return byRank(this.headerProvider.getContributions());
    }

    get banners(): readonly BannerContribution[] {
        return byRank(this.bannerProvider.getContributions());
    }
}

/** What a view draws of the additions; nothing where no widget provides them. */
export type Additions = Pick<ViewAdditions, 'turns' | 'messages' | 'headers' | 'banners'>;

/** Provided by the widget. */
export const AdditionsContext = React.createContext<Additions>({ turns: [], messages: [], headers: [], banners: [] });

export function bindViewAdditions(bind: interfaces.Bind): void {
    for (const contribution of [
        TurnActionContribution,
        MessageActionContribution,
        HeaderContribution,
        BannerContribution
    ]) {
        bindRootContributionProvider(bind, contribution);
    }
    bind(ViewAdditions).toSelf().inSingletonScope();
}
