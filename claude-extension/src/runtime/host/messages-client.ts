import Anthropic, { APIConnectionError, APIError } from '@anthropic-ai/sdk';
import { MeterAccess } from 'dispatch-extension/lib/kernel/common/process-contract';
import { meterToken } from '../../usage/host/usage-api';
import { ApiFailure, sayRetry } from '../domain/api-failure';

/** How often a request is tried again by the SDK. Its waits are 0.5 to 8 s, or what `retry-after` says. */
export const MAX_RETRIES = 4;

/** Is told, for people, why a request is about to be tried again. `status` is absent when there was no answer. */
export type RetryListener = (why: string, status?: number) => void;

/** A client that speaks to the meter with the token of one session. */
export function messagesClient(meter: MeterAccess, sessionId: string, onRetry: RetryListener): Anthropic {
    let failures = 0;
    const failed = (status: number | undefined, delayMs?: number): void => {
        failures++;
        if (failures <= MAX_RETRIES) {
            onRetry(sayRetry(status, delayMs), status);
        }
    };
    return new Anthropic({
        baseURL: meter.url,
        apiKey: meterToken(meter, sessionId),
        maxRetries: MAX_RETRIES,
        logLevel: 'off',
        openTelemetry: false,
        fetch: async (url, init) => {
            try {
                const response = await fetch(url, init);
                if (response.ok) {
                    failures = 0;
                } else if (isRetried(response)) {
                    failed(response.status, retryAfterMs(response.headers));
                }
                return response;
            } catch (error) {
                if (!init?.signal?.aborted) {
                    failed(undefined);
                }
                throw error;
            }
        }
    });
}

/** What the SDK threw, as far as we know it. */
export function asApiFailure(error: unknown): ApiFailure {
    if (error instanceof APIConnectionError) {
        return { message: error.cause instanceof Error ? error.cause.message : undefined };
    }
    if (error instanceof APIError) {
        const status: unknown = error.status;
        const headers = error.headers instanceof Headers ? error.headers : new Headers();
        return {
            status: typeof status === 'number' ? status : undefined,
            message: error.apiMessage ?? undefined,
            retryAfterMs: retryAfterMs(headers),
            meterLimit: headers.get('x-dispatch-limit') ?? undefined
        };
    }
    return { message: error instanceof Error ? error.message : String(error) };
}

/** As the SDK decides it (`shouldRetry` in its `client.ts`). */
function isRetried(response: Response): boolean {
    const wish = response.headers.get('x-should-retry');
    if (wish !== null) {
        return wish === 'true';
    }
    return [408, 409, 429].includes(response.status) || response.status >= 500;
}

function retryAfterMs(headers: Headers): number | undefined {
    const seconds = Number(headers.get('retry-after') ?? Number.NaN);
    return Number.isFinite(seconds) ? seconds * 1_000 : undefined;
}
