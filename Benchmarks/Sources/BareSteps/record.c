#include "bare_steps.h"
#include "recording.h"

#include <sqlite3.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/// Most different statements of one recording.
enum { TEXTS_MAX = 512 };

// Written by the thread that runs the connection; the others only begin, mark and end while it rests.
static FILE *file;
static char *texts[TEXTS_MAX];
static int32_t text_count;
static int failure;

static void put_number(int32_t number) { fwrite(&number, sizeof number, 1, file); }

/// Writes the statement's number, and its text when it is new.
static void put_statement(const char *text) {
    int32_t number = 0;
    while (number < text_count && strcmp(texts[number], text)) number++;
    if (number == TEXTS_MAX) {
        failure = SQLITE_FULL;
        return;
    }
    put_number(number);
    if (number < text_count) return;
    texts[text_count++] = strdup(text);
    put_number((int32_t)strlen(text));
    fwrite(text, 1, strlen(text), file);
}

static void put_value(const recorded_value *value) {
    fputc((int)value->type, file);
    fwrite(&value->number, sizeof value->number, 1, file);
    if (value->bytes) fwrite(value->bytes, 1, (size_t)value->number, file);
}

/// Called by SQLite before a statement runs, and for each trigger, whose text is a comment.
static int statement_begins(unsigned event, void *context, void *statement, void *text) {
    (void)event, (void)context;
    if (!file || failure || !strncmp(text, "--", 2)) return 0;
    char *expanded = sqlite3_expanded_sql(statement);
    recorded_value values[RECORDING_VALUES_MAX];
    int count = expanded ? recorded_values(text, expanded, values) : -1;
    if (count < 0) {
        failure = SQLITE_MISMATCH;
    } else {
        put_statement(text);
        put_number(count);
        for (int index = 0; index < count; index++) put_value(&values[index]);
    }
    sqlite3_free(expanded);
    return 0;
}

/// Called by SQLite for each new connection.
static int connection_opens(sqlite3 *db, char **message, const void *api) {
    (void)message, (void)api;
    if (sqlite3_db_readonly(db, "main")) return SQLITE_OK;
    return sqlite3_trace_v2(db, SQLITE_TRACE_STMT, statement_begins, 0);
}

int bare_record_begin(const char *path) {
    file = fopen(path, "wb");
    if (!file) return SQLITE_CANTOPEN;
    return sqlite3_auto_extension((void (*)(void))connection_opens);
}

void bare_record_mark(void) {
    if (file) put_number(RECORDING_MARK);
}

int bare_record_end(void) {
    sqlite3_cancel_auto_extension((void (*)(void))connection_opens);
    if (!file || ferror(file)) failure = SQLITE_IOERR;
    if (file && fclose(file)) failure = SQLITE_IOERR;
    file = 0;
    while (text_count > 0) free(texts[--text_count]);
    return failure;
}
