#include "bare_ledger.h"

#include <sqlite3.h>
#include <time.h>

// The least that any program on SQLite must do to keep these rows: one statement, prepared once, values bound without a
// copy, and a synced commit for each batch.

static double now(void) {
    struct timespec time;
    clock_gettime(CLOCK_MONOTONIC, &time);
    return (double)time.tv_sec + (double)time.tv_nsec / 1e9;
}

static int insert(sqlite3_stmt *statement, const bare_transfer *row) {
    sqlite3_bind_int64(statement, 1, row->sequence);
    sqlite3_bind_blob(statement, 2, row->id, 16, SQLITE_STATIC);
    sqlite3_bind_blob(statement, 3, row->debit, 16, SQLITE_STATIC);
    sqlite3_bind_blob(statement, 4, row->credit, 16, SQLITE_STATIC);
    sqlite3_bind_blob(statement, 5, row->amount, 16, SQLITE_STATIC);
    sqlite3_bind_text(statement, 6, "USDC", 4, SQLITE_STATIC);
    sqlite3_bind_text(statement, 7, "single", 6, SQLITE_STATIC);
    sqlite3_bind_text(statement, 8, "charge", 6, SQLITE_STATIC);
    sqlite3_bind_blob(statement, 11, row->thread, 16, SQLITE_STATIC);
    sqlite3_bind_int64(statement, 14, row->at);
    int status = sqlite3_step(statement);
    sqlite3_reset(statement);
    return status == SQLITE_DONE ? SQLITE_OK : status;
}

static int update(sqlite3_stmt *statement, const uint8_t *account, const uint8_t *amount) {
    sqlite3_bind_blob(statement, 1, account, 16, SQLITE_STATIC);
    sqlite3_bind_blob(statement, 2, amount, 16, SQLITE_STATIC);
    int status = sqlite3_step(statement);
    sqlite3_reset(statement);
    return status == SQLITE_DONE ? SQLITE_OK : status;
}

int bare_insert(const char *path, const bare_transfer *rows, int64_t count, int64_t batch, int accounts,
                double *seconds) {
    sqlite3 *db = 0;
    sqlite3_stmt *inserting = 0, *updating = 0, *begin = 0, *commit = 0;
    int status = sqlite3_open_v2(path, &db, SQLITE_OPEN_READWRITE | SQLITE_OPEN_NOMUTEX, 0);
    if (!status) status = sqlite3_exec(db, "PRAGMA synchronous = FULL; PRAGMA cell_size_check = ON", 0, 0, 0);
    if (!status)
        status = sqlite3_prepare_v3(db,
            "INSERT INTO transfers (sequence, id, debit, credit, amount, currency, kind, purpose, pending, expires_at,"
            " thread, step, reference, at) VALUES (?1,?2,?3,?4,?5,?6,?7,?8,?9,?10,?11,?12,?13,?14)",
            -1, SQLITE_PREPARE_PERSISTENT, &inserting, 0);
    if (!status)
        status = sqlite3_prepare_v3(db, "UPDATE ledger_accounts SET credits_posted = ?2 WHERE id = ?1", -1,
            SQLITE_PREPARE_PERSISTENT, &updating, 0);
    if (!status) status = sqlite3_prepare_v3(db, "BEGIN IMMEDIATE", -1, SQLITE_PREPARE_PERSISTENT, &begin, 0);
    if (!status) status = sqlite3_prepare_v3(db, "COMMIT", -1, SQLITE_PREPARE_PERSISTENT, &commit, 0);
    double begun = now();
    for (int64_t done = 0; !status && done < count;) {
        sqlite3_step(begin);
        status = sqlite3_reset(begin);
        for (int64_t end = done + batch; !status && done < end && done < count; done++) {
            status = insert(inserting, &rows[done]);
            if (accounts && !status) status = update(updating, rows[done].debit, rows[done].amount);
            if (accounts && !status) status = update(updating, rows[done].credit, rows[done].amount);
        }
        if (status) break;
        sqlite3_step(commit);
        status = sqlite3_reset(commit);
    }
    *seconds = now() - begun;
    sqlite3_finalize(inserting);
    sqlite3_finalize(updating);
    sqlite3_finalize(begin);
    sqlite3_finalize(commit);
    sqlite3_close(db);
    return status;
}
