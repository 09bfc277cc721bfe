#include "bare_steps.h"
#include "script.h"

#include <string.h>
#include <time.h>

/// Pages of the log at which it is moved into the file.
enum { LOG_PAGES_MAX = 1000 };

static double now(void) {
    struct timespec time;
    clock_gettime(CLOCK_MONOTONIC, &time);
    return (double)time.tv_sec + (double)time.tv_nsec / 1e9;
}

static int log_grew(void *pages, sqlite3 *db, const char *name, int count) {
    (void)db, (void)name;
    *(int *)pages = count;
    return SQLITE_OK;
}

static void bind(sqlite3_stmt *prepared, int place, const recorded_value *value) {
    switch (value->type) {
    case VALUE_NULL: sqlite3_bind_null(prepared, place); break;
    case VALUE_INTEGER: sqlite3_bind_int64(prepared, place, value->number); break;
    case VALUE_TEXT:
        sqlite3_bind_text(prepared, place, (const char *)value->bytes, (int)value->number, SQLITE_STATIC);
        break;
    case VALUE_BYTES: sqlite3_bind_blob(prepared, place, value->bytes, (int)value->number, SQLITE_STATIC); break;
    }
}

static int run(sqlite3 *db, script_statement *statement, const recorded_value *values, int count) {
    int status = SQLITE_OK;
    if (!statement->prepared)
        status = sqlite3_prepare_v3(db, statement->text, statement->length, SQLITE_PREPARE_PERSISTENT,
                                    &statement->prepared, 0);
    if (status) return status;
    for (int index = 0; index < count; index++) bind(statement->prepared, index + 1, &values[index]);
    while (sqlite3_step(statement->prepared) == SQLITE_ROW) {}
    return sqlite3_reset(statement->prepared);
}

/// Runs the entries from `first` up to the mark or the end, and gives where it stopped.
static int run_part(sqlite3 *db, script *script, int64_t *place, int *log_pages, bare_replay_result *result) {
    int status = SQLITE_OK;
    for (; !status && *place < script->entry_count; (*place)++) {
        script_entry *entry = &script->entries[*place];
        if (entry->statement == RECORDING_MARK) break;
        script_statement *statement = &script->statements[entry->statement];
        if (statement->kind == STATEMENT_SAVEPOINT) continue;
        status = run(db, statement, &script->values[entry->first_value], entry->value_count);
        result->statements++;
        if (statement->kind != STATEMENT_COMMIT) continue;
        result->commits++;
        if (*log_pages < LOG_PAGES_MAX) continue;
        *log_pages = 0;
        if (!status) status = sqlite3_wal_checkpoint_v2(db, 0, SQLITE_CHECKPOINT_PASSIVE, 0, 0);
    }
    return status;
}

static int measure(sqlite3 *db, script *script, bare_replay_result *result) {
    int log_pages = 0;
    int64_t place = 0;
    bare_replay_result preparation = {0};
    sqlite3_wal_hook(db, log_grew, &log_pages);
    int status = run_part(db, script, &place, &log_pages, &preparation);
    place++;
    *result = (bare_replay_result){0};
    bare_usage before = bare_usage_now();
    int64_t rows = sqlite3_total_changes64(db);
    double begun = now();
    if (!status) status = run_part(db, script, &place, &log_pages, result);
    result->seconds = now() - begun;
    bare_usage after = bare_usage_now();
    result->rows = sqlite3_total_changes64(db) - rows;
    result->usage.cpu_seconds = after.cpu_seconds - before.cpu_seconds;
    result->usage.written_bytes = after.written_bytes - before.written_bytes;
    return status;
}

int bare_replay(const char *recording, const char *database, bare_replay_result *result) {
    script script = {0};
    sqlite3 *db = 0;
    int status = script_load(recording, &script);
    if (!status)
        status = sqlite3_open_v2(database, &db, SQLITE_OPEN_READWRITE | SQLITE_OPEN_CREATE | SQLITE_OPEN_NOMUTEX, 0);
    if (!status) status = measure(db, &script, result);
    script_free(&script);
    sqlite3_close(db);
    return status;
}
