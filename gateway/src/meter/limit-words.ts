import { LimitName } from 'dispatch-extension/lib/kernel/common/usage-contract';

const number = new Intl.NumberFormat('en-GB');
const moment = new Intl.DateTimeFormat('en-GB', { day: 'numeric', month: 'long', hour: '2-digit', minute: '2-digit' });

function usd(value: number): string {
    return `${value.toFixed(value > 0 && value < 1 ? 4 : 2)} USD`;
}

function subject(name: LimitName): string {
    return name.startsWith('session') ? 'this session' : 'you';
}

function amount(name: LimitName, most: number): string {
    if (name.endsWith('UsdPerMonth')) {
        return `${usd(most)} a month`;
    }
    if (name.endsWith('TokensPerDay')) {
        return `${number.format(most)} tokens a day`;
    }
    return name.endsWith('RequestsPerMinute')
        ? `${number.format(most)} requests a minute`
        : `${number.format(most)} requests at once`;
}

function used(name: LimitName, value: number): string {
    return name.endsWith('UsdPerMonth') ? usd(value) : number.format(value);
}

/** Why a call is refused, for people. Without `untilMs` it is only a matter of a moment. */
export function sayLimit(
    name: LimitName,
    most: number,
    budget?: { used: number; untilMs: number | undefined }
): string {
    const of = `${amount(name, most)} for ${subject(name)}`;
    if (!budget) {
        return `The limit of ${of} is reached.`;
    }
    return budget.untilMs === undefined
        ? `What is left of the budget of ${of} is held by answers that are under way.`
        : `The budget of ${of} is used up (${used(name, budget.used)}). It begins anew on ${moment.format(budget.untilMs)}; you can raise it in the view Usage.`;
}

/** For people: a budget is nearly used up. */
export function sayWarning(name: LimitName, most: number, value: number): string {
    return `${used(name, value)} of the budget of ${amount(name, most)} for ${subject(name)} is used.`;
}

/** For people: there is a budget of money, and no price. */
export function sayUnpriced(model: string): string {
    return `The price of ${model} is not known, so a budget in USD cannot be kept. Add its price in the view Usage.`;
}
