#include "faulty_disk.h"

#include <pthread.h>
#include <sqlite3.h>
#include <string.h>

/* A virtual file system over SQLite's own (https://www.sqlite.org/vfs.html) that passes everything on but the faults. */

typedef struct {
    sqlite3_file base;
    char path[512];
} faulty_file;

static sqlite3_vfs *real_vfs;
static pthread_mutex_t mutex = PTHREAD_MUTEX_INITIALIZER;
static char armed_prefix[512];
static enum faulty_disk_fault armed_fault;
static int64_t left;
static int64_t seen;

static sqlite3_file *real(sqlite3_file *file) { return (sqlite3_file *)((char *)file + sizeof(faulty_file)); }

enum operation { OPERATION_READ, OPERATION_WRITE, OPERATION_SYNC };

/* The operations that a fault concerns. */
static enum operation concerned(enum faulty_disk_fault fault) {
    switch (fault) {
    case FAULTY_DISK_READ_ERROR: return OPERATION_READ;
    case FAULTY_DISK_SYNC_ERROR:
    case FAULTY_DISK_FILE_SYNC_ERROR: return OPERATION_SYNC;
    default: return OPERATION_WRITE;
    }
}

/* Whether a path is that of an armed file. */
static int is_armed(const char *path) {
    if (armed_fault == FAULTY_DISK_FILE_SYNC_ERROR) return strcmp(path, armed_prefix) == 0;
    return strncmp(path, armed_prefix, strlen(armed_prefix)) == 0;
}

/* Whether this operation fails. */
static int fails(sqlite3_file *file, enum operation operation) {
    const faulty_file *faulty = (const faulty_file *)file;
    int result = 0;
    pthread_mutex_lock(&mutex);
    if (armed_fault != FAULTY_DISK_NONE && concerned(armed_fault) == operation && is_armed(faulty->path)) {
        seen += 1;
        if (left > 0) left -= 1; else result = 1;
    }
    pthread_mutex_unlock(&mutex);
    return result;
}

static int f_close(sqlite3_file *f) { return real(f)->pMethods ? real(f)->pMethods->xClose(real(f)) : SQLITE_OK; }

static int f_read(sqlite3_file *f, void *p, int n, sqlite3_int64 at) {
    if (fails(f, OPERATION_READ)) return SQLITE_IOERR_READ;
    return real(f)->pMethods->xRead(real(f), p, n, at);
}

static int f_write(sqlite3_file *f, const void *p, int n, sqlite3_int64 at) {
    if (!fails(f, OPERATION_WRITE)) return real(f)->pMethods->xWrite(real(f), p, n, at);
    /* A disk that fills up in the middle of a write keeps its first half. */
    real(f)->pMethods->xWrite(real(f), p, n / 2, at);
    return armed_fault == FAULTY_DISK_FULL ? SQLITE_FULL : SQLITE_IOERR_WRITE;
}

static int f_truncate(sqlite3_file *f, sqlite3_int64 n) { return real(f)->pMethods->xTruncate(real(f), n); }

static int f_sync(sqlite3_file *f, int flags) {
    if (fails(f, OPERATION_SYNC)) return SQLITE_IOERR_FSYNC;
    return real(f)->pMethods->xSync(real(f), flags);
}

static int f_size(sqlite3_file *f, sqlite3_int64 *n) { return real(f)->pMethods->xFileSize(real(f), n); }
static int f_lock(sqlite3_file *f, int l) { return real(f)->pMethods->xLock(real(f), l); }
static int f_unlock(sqlite3_file *f, int l) { return real(f)->pMethods->xUnlock(real(f), l); }
static int f_reserved(sqlite3_file *f, int *r) { return real(f)->pMethods->xCheckReservedLock(real(f), r); }
static int f_control(sqlite3_file *f, int op, void *p) { return real(f)->pMethods->xFileControl(real(f), op, p); }
static int f_sector(sqlite3_file *f) { return real(f)->pMethods->xSectorSize(real(f)); }
static int f_device(sqlite3_file *f) { return real(f)->pMethods->xDeviceCharacteristics(real(f)); }
static int f_shm_map(sqlite3_file *f, int a, int b, int c, void volatile **p) {
    return real(f)->pMethods->xShmMap(real(f), a, b, c, p);
}
static int f_shm_lock(sqlite3_file *f, int a, int b, int c) { return real(f)->pMethods->xShmLock(real(f), a, b, c); }
static void f_shm_barrier(sqlite3_file *f) { real(f)->pMethods->xShmBarrier(real(f)); }
static int f_shm_unmap(sqlite3_file *f, int d) { return real(f)->pMethods->xShmUnmap(real(f), d); }

static const sqlite3_io_methods methods = {
    2, f_close, f_read, f_write, f_truncate, f_sync, f_size, f_lock, f_unlock, f_reserved, f_control, f_sector,
    f_device, f_shm_map, f_shm_lock, f_shm_barrier, f_shm_unmap, 0, 0,
};

static int v_open(sqlite3_vfs *vfs, const char *name, sqlite3_file *file, int flags, int *out) {
    faulty_file *faulty = (faulty_file *)file;
    (void)vfs;
    memset(faulty, 0, sizeof *faulty);
    if (name) strncpy(faulty->path, name, sizeof faulty->path - 1);
    int status = real_vfs->xOpen(real_vfs, name, real(file), flags, out);
    if (real(file)->pMethods) faulty->base.pMethods = &methods;
    return status;
}

int faulty_disk_install(void) {
    static sqlite3_vfs faulty_vfs;
    real_vfs = sqlite3_vfs_find(0);
    if (!real_vfs) return SQLITE_ERROR;
    faulty_vfs = *real_vfs;
    faulty_vfs.zName = "faulty";
    faulty_vfs.pNext = 0;
    faulty_vfs.szOsFile = (int)sizeof(faulty_file) + real_vfs->szOsFile;
    faulty_vfs.xOpen = v_open;
    return sqlite3_vfs_register(&faulty_vfs, 1);
}

void faulty_disk_arm(const char *prefix, enum faulty_disk_fault fault, int64_t after) {
    pthread_mutex_lock(&mutex);
    strncpy(armed_prefix, prefix, sizeof armed_prefix - 1);
    armed_fault = fault;
    left = after;
    seen = 0;
    pthread_mutex_unlock(&mutex);
}

int64_t faulty_disk_disarm(void) {
    pthread_mutex_lock(&mutex);
    armed_fault = FAULTY_DISK_NONE;
    int64_t result = seen;
    pthread_mutex_unlock(&mutex);
    return result;
}
