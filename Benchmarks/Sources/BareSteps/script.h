#ifndef SCRIPT_H
#define SCRIPT_H

#include "recording.h"

#include <sqlite3.h>

typedef enum { STATEMENT_USUAL, STATEMENT_COMMIT, STATEMENT_SAVEPOINT } statement_kind;

typedef struct {
    const char *text;
    int32_t length;
    statement_kind kind;
    /// Null until it runs for the first time.
    sqlite3_stmt *prepared;
} script_statement;

typedef struct {
    /// Its place among the statements, or RECORDING_MARK.
    int32_t statement;
    int32_t value_count;
    int64_t first_value;
} script_entry;

/// A recording in memory; texts and values point into `bytes`.
typedef struct {
    unsigned char *bytes;
    int64_t byte_count;
    script_statement *statements;
    int32_t statement_count;
    script_entry *entries;
    int64_t entry_count;
    recorded_value *values;
    int64_t value_count;
} script;

/// Reads a recording. Returns SQLite's result code; `script` is to be freed in any case.
int script_load(const char *path, script *script);

void script_free(script *script);

#endif
