#ifndef FAULTY_DISK_H
#define FAULTY_DISK_H

#include <stdint.h>

/** What goes wrong, from a chosen operation on, until faulty_disk_disarm(). */
enum faulty_disk_fault {
    FAULTY_DISK_NONE = 0,
    FAULTY_DISK_FULL = 1,        /**< writes find no room */
    FAULTY_DISK_WRITE_ERROR = 2, /**< writes fail */
    FAULTY_DISK_SYNC_ERROR = 3,  /**< syncs fail, after the bytes were written */
    FAULTY_DISK_READ_ERROR = 4,  /**< reads fail */
    FAULTY_DISK_FILE_SYNC_ERROR = 5 /**< syncs fail, of the file named `prefix` alone */
};

/** Puts a layer under SQLite, for the whole process; other files than armed ones are left alone. Call it once. */
int faulty_disk_install(void);

/**
 * Arms the files whose path begins with `prefix`: the operation number `after` (from 0) of the kind that `fault`
 * concerns fails, and every one after it.
 */
void faulty_disk_arm(const char *prefix, enum faulty_disk_fault fault, int64_t after);

/** Lets everything succeed again, and tells how many operations of the kind were seen since faulty_disk_arm(). */
int64_t faulty_disk_disarm(void);

#endif
