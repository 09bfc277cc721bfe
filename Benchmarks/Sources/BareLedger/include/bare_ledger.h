#ifndef BARE_LEDGER_H
#define BARE_LEDGER_H

#include <stdint.h>

/// One row of the table of transfers.
typedef struct {
    int64_t sequence;
    uint8_t id[16];
    uint8_t debit[16];
    uint8_t credit[16];
    uint8_t amount[16];
    uint8_t thread[16];
    int64_t at;
} bare_transfer;

/// Inserts `count` rows with one prepared statement, a commit after each `batch`, and writes the seconds it took to
/// `seconds`. With `accounts` it also sets the counters of both accounts after each row, and of nothing else.
/// Returns SQLite's result code.
int bare_insert(const char *path, const bare_transfer *rows, int64_t count, int64_t batch, int accounts,
                double *seconds);

#endif
