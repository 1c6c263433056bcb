/*
 * A small, strict reader of git's configuration. What it does not understand is refused, and what it understands in another way
 * than git must never be less than git sees; so it reads character by character, as git does.
 */
#include "git-config.h"
#include <ctype.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

enum { MOST_ENTRIES = 4096, MOST_NAME = 256 };

/* An entry, as one string that no other entry has: section, subsection, key, each ended by a line feed, and the value. */
struct entry {
    char *text;
    size_t section, subsection, key; /* how long they are */
    int has_value;
};
struct entries {
    struct entry list[MOST_ENTRIES];
    int count;
};
struct reader {
    const char *at, *end;
    char section[MOST_NAME], subsection[MOST_NAME];
};

/* Keys that run nothing and lead nowhere, lower-case; `*` stands for any subsection. */
static const char *const HARMLESS[] = {
    "core.repositoryformatversion", "core.filemode", "core.bare", "core.logallrefupdates", "core.ignorecase",
    "core.precomposeunicode", "core.symlinks", "core.autocrlf", "core.eol", "core.safecrlf", "core.sparsecheckout",
    "core.sparsecheckoutcone", "core.quotepath", "core.longpaths", "core.untrackedcache", "core.worktree", "index.sparse",
    "user.name", "user.email", "author.name", "author.email", "committer.name", "committer.email", "init.defaultbranch",
    "pull.rebase", "pull.ff", "push.default", "push.autosetupremote", "push.followtags", "fetch.prune", "merge.ff",
    "merge.conflictstyle", "rebase.autostash", "rebase.autosquash", "rerere.enabled", "commit.gpgsign", "tag.gpgsign",
    "color.ui", "gc.auto", "checkout.defaultremote", "remote.pushdefault", "clone.defaultremotename", "extensions.worktreeconfig", "extensions.objectformat",
    "extensions.compatobjectformat", "extensions.partialclone", "extensions.refstorage", "extensions.preciousobjects",
    "extensions.noop", "extensions.relativeworktrees", "lfs.repositoryformatversion", "lfs.*.access",
    "remote.*.url", "remote.*.pushurl", "remote.*.fetch", "remote.*.push", "remote.*.tagopt", "remote.*.prune",
    "remote.*.mirror", "remote.*.promisor", "remote.*.partialclonefilter", "remote.*.skipdefaultupdate",
    "remote.*.skipfetchall", "remote.*.gh-resolved", "branch.*.remote", "branch.*.merge", "branch.*.rebase",
    "branch.*.pushremote", "branch.*.description", "branch.*.gh-merge-base", "submodule.active", "submodule.*.url",
    "submodule.*.active", "submodule.*.branch", "submodule.*.ignore", "submodule.*.update",
    "submodule.*.fetchrecursesubmodules",
};

static int is_name(int character) {
    return isalnum(character) || character == '-';
}

static int is_space(int character) {
    return character == ' ' || character == '\t' || character == '\r' || character == '\n';
}

/* `[section]` or `[section "sub"]`; the old `[section.sub]` is not understood. 0 or -1. */
static int read_section(struct reader *in) {
    size_t length = 0;
    in->subsection[0] = '\0';
    for (; in->at < in->end && is_name((unsigned char)*in->at); in->at++) {
        if (length + 1 >= sizeof(in->section)) return -1;
        in->section[length++] = (char)tolower((unsigned char)*in->at);
    }
    in->section[length] = '\0';
    if (length == 0 || in->at == in->end) return -1;
    if (*in->at == ']') return in->at++, 0;
    while (in->at < in->end && (*in->at == ' ' || *in->at == '\t')) in->at++;
    if (in->at == in->end || *in->at++ != '"') return -1;
    for (length = 0; in->at < in->end && *in->at != '"'; in->at++) {
        if (*in->at == '\\' && ++in->at == in->end) return -1;
        if (*in->at == '\n' || *in->at == '\0' || length + 1 >= sizeof(in->subsection)) return -1;
        in->subsection[length++] = *in->at;
    }
    in->subsection[length] = '\0';
    if (in->end - in->at < 2 || in->at[1] != ']') return -1;
    in->at += 2;
    return 0;
}

/* Up to the end of the line, into `value`, which has room for all that is left. 0 or -1. */
static int read_value(struct reader *in, char *value) {
    size_t length = 0, kept = 0;
    int quoted = 0;
    for (; in->at < in->end; in->at++) {
        char character = *in->at;
        if (character == '\0') return -1;
        if (character == '\r') {
            if (in->end - in->at > 1 && in->at[1] == '\n') continue;
            return -1; /* a space for git, at the beginning nothing */
        }
        if (character == '\n') break;
        if (!quoted && (character == '#' || character == ';')) {
            while (in->at < in->end && *in->at != '\n') {
                if (*in->at++ == '\0') return -1;
            }
            break;
        }
        if (character == '"') {
            quoted = !quoted;
            kept = length;
            continue;
        }
        if (character == '\\') {
            if (++in->at == in->end) return -1;
            switch (*in->at) {
                case '\n': continue;
                case 't': character = '\t'; break;
                case 'n': character = '\n'; break;
                case 'b': character = '\b'; break;
                case '\\': case '"': character = *in->at; break;
                default: return -1;
            }
            value[length++] = character;
            kept = length;
            continue;
        }
        /* also behind quotes without a text, and on a line that goes on */
        if (!quoted && length == 0 && (character == ' ' || character == '\t')) continue;
        value[length++] = character;
        if (quoted || (character != ' ' && character != '\t')) kept = length;
    }
    value[kept] = '\0';
    return quoted ? -1 : 0;
}

static int read_entry(struct reader *in, struct entry *entry) {
    const char *key = in->at;
    if (in->section[0] == '\0' || !isalpha((unsigned char)*key)) return -1;
    while (in->at < in->end && is_name((unsigned char)*in->at)) in->at++;
    entry->section = strlen(in->section);
    entry->subsection = strlen(in->subsection);
    entry->key = (size_t)(in->at - key);
    entry->text = malloc(entry->section + entry->subsection + entry->key + (size_t)(in->end - in->at) + 4);
    if (!entry->text) return -1;
    char *to = entry->text + sprintf(entry->text, "%s\n%s\n", in->section, in->subsection);
    for (size_t each = 0; each < entry->key; each++) *to++ = (char)tolower((unsigned char)key[each]);
    *to++ = '\n';
    *to = '\0';
    while (in->at < in->end && (*in->at == ' ' || *in->at == '\t')) in->at++;
    entry->has_value = in->at < in->end && *in->at == '=';
    if (entry->has_value) return in->at++, read_value(in, to);
    return in->at < in->end && *in->at != '\n' && *in->at != '\r' && *in->at != '#' && *in->at != ';' ? -1 : 0;
}

/* 0, or -1 for what is not understood; the entries before it are there. */
static int read_all(const char *text, size_t bytes, struct entries *entries) {
    struct reader in = {.at = text, .end = text + bytes};
    if (bytes > MOST_OF_CONFIG) return -1;
    while (in.at < in.end) {
        if (is_space((unsigned char)*in.at)) {
            in.at++;
        } else if (*in.at == '#' || *in.at == ';') {
            while (in.at < in.end && *in.at != '\n') {
                if (*in.at++ == '\0') return -1;
            }
        } else if (*in.at == '[') {
            in.at++;
            if (read_section(&in) < 0) return -1;
        } else {
            if (entries->count == MOST_ENTRIES) return -1;
            struct entry *entry = &entries->list[entries->count];
            entry->text = NULL;
            int failed = read_entry(&in, entry);
            if (entry->text) entries->count++;
            if (failed) return -1;
        }
    }
    return 0;
}

static const char *value_of(const struct entry *entry) {
    return entry->text + entry->section + entry->subsection + entry->key + 3;
}

/* `core.worktree` of a submodule: as many steps up as lead out of `.git`, then down. */
static int is_inside(const char *path, int depth) {
    int steps = 0;
    for (; strncmp(path, "../", 3) == 0; path += 3) steps++;
    if (steps == 0 || steps != depth || *path == '/' || *path == '\0') return 0;
    for (const char *each = path; each; each = strchr(each, '/')) {
        if (*each == '/') each++;
        size_t length = strcspn(each, "/");
        if (length == 2 && each[0] == '.' && each[1] == '.') return 0;
        if (strncasecmp(each, ".git", length > 4 ? length : 4) == 0) return 0;
    }
    return 1;
}

/* Whether a value can be nothing but what its key says: no command, no option, no helper for an address (`ext::`). */
static int is_plain(const struct entry *entry, const char *name, int depth) {
    const char *value = value_of(entry);
    if (value[0] == '!' || value[0] == '-') {
        /* the one that begins so: --tags, --no-tags */
        return strcmp(name, "remote.*.tagopt") == 0 && value[0] == '-';
    }
    size_t scheme = strspn(value, "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789+.-_");
    if (value[scheme] == ':' && value[scheme + 1] == ':') return 0;
    if (strcmp(name, "core.worktree") == 0) return is_inside(value, depth);
    if (strcmp(name, "submodule.*.update") == 0) {
        return !strcmp(value, "checkout") || !strcmp(value, "rebase") || !strcmp(value, "merge") || !strcmp(value, "none");
    }
    return 1;
}

static void name_of(const struct entry *entry, char *name, size_t room) {
    const char *key = entry->text + entry->section + entry->subsection + 2;
    snprintf(name, room, "%.*s%s.%.*s", (int)entry->section, entry->text, entry->subsection ? ".*" : "", (int)entry->key, key);
}

static int is_harmless(const struct entry *entry, int depth) {
    char name[2 * MOST_NAME];
    name_of(entry, name, sizeof(name));
    for (size_t each = 0; each < sizeof(HARMLESS) / sizeof(*HARMLESS); each++) {
        if (strcmp(HARMLESS[each], name) == 0) return is_plain(entry, name, depth);
    }
    return 0;
}

static int stands_in(const struct entry *entry, const struct entries *present) {
    for (int each = 0; each < present->count; each++) {
        const struct entry *other = &present->list[each];
        if (entry->has_value == other->has_value && strcmp(entry->text, other->text) == 0) return 1;
    }
    return 0;
}

static void forget(struct entries *entries) {
    for (int each = 0; each < entries->count; each++) free(entries->list[each].text);
    free(entries);
}

int check_git_config(const char *fresh, size_t fresh_bytes, const char *present, size_t present_bytes, int depth, char *why) {
    struct entries *wished = calloc(1, sizeof(*wished)), *known = calloc(1, sizeof(*known));
    int refused = -1;
    snprintf(why, 128, "it is not understood");
    if (wished && known && read_all(fresh, fresh_bytes, wished) == 0) {
        refused = 0;
        /* what cannot be read to its end has no entries that could be taken over from there on */
        if (present) (void)read_all(present, present_bytes, known);
        for (int each = 0; each < wished->count && !refused; each++) {
            const struct entry *entry = &wished->list[each];
            if (is_harmless(entry, depth) || stands_in(entry, known)) continue;
            char name[2 * MOST_NAME];
            name_of(entry, name, sizeof(name));
            snprintf(why, 128, "%.90s is not known to be harmless", name);
            refused = -1;
        }
    }
    if (wished) forget(wished);
    if (known) forget(known);
    return refused;
}
