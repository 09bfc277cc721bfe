#ifndef RECORDING_H
#define RECORDING_H

#include <stdint.h>

// A recording is a sequence of entries, in the byte order of the machine. An entry is the number of a statement
// (int32); where the number is used for the first time, the length of its text (int32) and the text; then the number of
// its values (int32) and the values. A value is its type (one byte), its number or length (int64), and its bytes.

/// Stands for a statement's number where what is measured begins.
enum { RECORDING_MARK = -1 };

/// Most values of one statement.
enum { RECORDING_VALUES_MAX = 64 };

typedef enum { VALUE_NULL = 'n', VALUE_INTEGER = 'i', VALUE_TEXT = 't', VALUE_BYTES = 'b' } value_type;

typedef struct {
    value_type type;
    /// The number, or how many bytes there are.
    int64_t number;
    const unsigned char *bytes;
} recorded_value;

/// Reads the values that stand in `expanded` where `text` has `?1`, `?2` and so on; `expanded` is overwritten, and the
/// values point into it. Returns how many there are, or -1 when a value has another form.
int recorded_values(const char *text, char *expanded, recorded_value values[RECORDING_VALUES_MAX]);

#endif
