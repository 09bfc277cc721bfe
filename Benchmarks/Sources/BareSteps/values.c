#include "recording.h"

#include <stdlib.h>
#include <string.h>

// SQLite tells bound values only as literals within the statement's text, so they are read back from there. Decoded
// bytes are never longer than their literal, and take its place.

static int digit(char character) {
    if (character >= '0' && character <= '9') return character - '0';
    if (character >= 'a' && character <= 'f') return character - 'a' + 10;
    if (character >= 'A' && character <= 'F') return character - 'A' + 10;
    return -1;
}

/// Decodes a blob behind `x'`; returns the place behind it, or null.
static char *read_bytes(char *place, recorded_value *value) {
    unsigned char *out = (unsigned char *)place;
    *value = (recorded_value){VALUE_BYTES, 0, out};
    while (*place != '\'') {
        int high = digit(place[0]), low = high < 0 ? -1 : digit(place[1]);
        if (low < 0) return 0;
        out[value->number++] = (unsigned char)(high << 4 | low);
        place += 2;
    }
    return place + 1;
}

/// Decodes a text behind its quote; returns the place behind it, or null.
static char *read_text(char *place, recorded_value *value) {
    unsigned char *out = (unsigned char *)place;
    *value = (recorded_value){VALUE_TEXT, 0, out};
    for (; *place; place++) {
        if (*place == '\'' && *++place != '\'') return place;
        out[value->number++] = (unsigned char)*place;
    }
    return 0;
}

static char *read_integer(char *place, recorded_value *value) {
    char *end = place;
    *value = (recorded_value){VALUE_INTEGER, strtoll(place, &end, 10), 0};
    return end == place ? 0 : end;
}

static char *read_value(char *place, recorded_value *value) {
    static const char null[] = "NULL", empty[] = "zeroblob(0)";
    if (!strncmp(place, null, strlen(null))) {
        *value = (recorded_value){VALUE_NULL, 0, 0};
        return place + strlen(null);
    }
    if (!strncmp(place, empty, strlen(empty))) {
        *value = (recorded_value){VALUE_BYTES, 0, (const unsigned char *)""};
        return place + strlen(empty);
    }
    if (!strncmp(place, "x'", 2)) return read_bytes(place + 2, value);
    if (*place == '\'') return read_text(place + 1, value);
    return read_integer(place, value);
}

int recorded_values(const char *text, char *expanded, recorded_value values[RECORDING_VALUES_MAX]) {
    int count = 0, is_quoted = 0;
    while (*text) {
        if (*text == '\'') is_quoted = !is_quoted;
        if (*text != '?' || is_quoted) {
            if (*text++ != *expanded++) return -1;
            continue;
        }
        char *end;
        long number = strtol(text + 1, &end, 10);
        if (number < 1 || number > RECORDING_VALUES_MAX) return -1;
        text = end;
        expanded = read_value(expanded, &values[number - 1]);
        if (!expanded) return -1;
        if (number > count) count = (int)number;
    }
    return count;
}
