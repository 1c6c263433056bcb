import { KeyStoreService } from '@theia/core/lib/common/key-store';
import { EncryptedVault, Secrets } from './encrypted-vault';

/**
 * The secrets of plugins (`vscode.SecretStorage`), in an encrypted file. Theia keeps them in the key chain of a desktop,
 * which a server has not, and else in memory. One per application: changes follow one another.
 */
export class VaultKeyStore implements KeyStoreService {
    private last: Promise<unknown> = Promise.resolve();

    constructor(private readonly vault: EncryptedVault) {}

    setPassword(service: string, account: string, password: string): Promise<void> {
        return this.change(secrets => {
            // Names come from plugins: an object without a prototype has no `__proto__` to set.
            secrets[service] = Object.assign(Object.create(null), secrets[service], { [account]: password });
        });
    }

    deletePassword(service: string, account: string): Promise<boolean> {
        return this.change(secrets => {
            const wasThere = Object.hasOwn(secrets[service] ?? {}, account);
            delete secrets[service]?.[account];
            return wasThere;
        });
    }

    async getPassword(service: string, account: string): Promise<string | undefined> {
        const accounts = await this.accountsOf(service);
        return Object.hasOwn(accounts, account) ? accounts[account] : undefined;
    }

    async findPassword(service: string): Promise<string | undefined> {
        return Object.values(await this.accountsOf(service))[0];
    }

    async findCredentials(service: string): Promise<{ account: string; password: string }[]> {
        return Object.entries(await this.accountsOf(service)).map(([account, password]) => ({ account, password }));
    }

    async keys(service: string): Promise<string[]> {
        return Object.keys(await this.accountsOf(service));
    }

    private async accountsOf(service: string): Promise<Record<string, string>> {
        const secrets = await this.inOrder(() => this.vault.read());
        return Object.hasOwn(secrets, service) ? (secrets[service] ?? {}) : {};
    }

    private change<T>(how: (secrets: Secrets) => T): Promise<T> {
        return this.inOrder(async () => {
            const secrets: Secrets = Object.assign(Object.create(null), await this.vault.read());
            const result = how(secrets);
            await this.vault.write(secrets);
            return result;
        });
    }

    private inOrder<T>(run: () => Promise<T>): Promise<T> {
        const next = this.last.then(run, run);
        this.last = next.catch(() => undefined);
        return next;
    }
}
