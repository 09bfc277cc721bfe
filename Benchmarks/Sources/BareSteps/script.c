#include "script.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static int read_file(const char *path, script *script) {
    FILE *file = fopen(path, "rb");
    if (!file) return SQLITE_CANTOPEN;
    fseek(file, 0, SEEK_END);
    script->byte_count = ftell(file);
    rewind(file);
    script->bytes = malloc((size_t)script->byte_count + 1);
    size_t count = script->bytes ? fread(script->bytes, 1, (size_t)script->byte_count, file) : 0;
    fclose(file);
    return count == (size_t)script->byte_count ? SQLITE_OK : SQLITE_IOERR;
}

/// Room for one more element; null when there is none. The room doubles at each power of two.
static void *grown(void *array, int64_t count, size_t size) {
    if (count & (count - 1)) return array;
    return realloc(array, (count ? 2 * (size_t)count : 1) * size);
}

/// Takes `count` bytes from `place`.
static const unsigned char *take(const unsigned char **place, int64_t count) {
    const unsigned char *bytes = *place;
    *place += count;
    return bytes;
}

static int32_t take_number(const unsigned char **place) {
    int32_t number;
    memcpy(&number, take(place, sizeof number), sizeof number);
    return number;
}

static int begins(const script_statement *statement, const char *word) {
    return statement->length >= (int32_t)strlen(word) && !strncmp(statement->text, word, strlen(word));
}

static int load_statement(const unsigned char **place, script *script) {
    script->statements = grown(script->statements, script->statement_count, sizeof *script->statements);
    if (!script->statements) return SQLITE_NOMEM;
    script_statement *statement = &script->statements[script->statement_count++];
    *statement = (script_statement){0};
    statement->length = take_number(place);
    statement->text = (const char *)take(place, statement->length);
    if (begins(statement, "COMMIT")) statement->kind = STATEMENT_COMMIT;
    if (begins(statement, "SAVEPOINT") || begins(statement, "RELEASE")) statement->kind = STATEMENT_SAVEPOINT;
    // What was taken back would have to be left out.
    return begins(statement, "ROLLBACK") ? SQLITE_ABORT : SQLITE_OK;
}

static int load_value(const unsigned char **place, script *script) {
    script->values = grown(script->values, script->value_count, sizeof *script->values);
    if (!script->values) return SQLITE_NOMEM;
    recorded_value *value = &script->values[script->value_count++];
    *value = (recorded_value){(value_type)*take(place, 1), 0, 0};
    memcpy(&value->number, take(place, sizeof value->number), sizeof value->number);
    if (value->type == VALUE_TEXT || value->type == VALUE_BYTES) value->bytes = take(place, value->number);
    return SQLITE_OK;
}

static int load_entry(const unsigned char **place, script *script) {
    script->entries = grown(script->entries, script->entry_count, sizeof *script->entries);
    if (!script->entries) return SQLITE_NOMEM;
    script_entry *entry = &script->entries[script->entry_count++];
    *entry = (script_entry){take_number(place), 0, script->value_count};
    if (entry->statement == RECORDING_MARK) return SQLITE_OK;
    int status = entry->statement == script->statement_count ? load_statement(place, script) : SQLITE_OK;
    if (status) return status;
    entry->value_count = take_number(place);
    for (int32_t index = 0; !status && index < entry->value_count; index++) status = load_value(place, script);
    return status;
}

int script_load(const char *path, script *script) {
    int status = read_file(path, script);
    if (status) return status;
    const unsigned char *place = script->bytes, *end = place + script->byte_count;
    while (!status && place < end) status = load_entry(&place, script);
    return status;
}

void script_free(script *script) {
    for (int32_t index = 0; index < script->statement_count; index++)
        sqlite3_finalize(script->statements[index].prepared);
    free(script->bytes);
    free(script->statements);
    free(script->entries);
    free(script->values);
}
