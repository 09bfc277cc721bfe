#include "bare_steps.h"

#include <stdio.h>
#include <sys/resource.h>
#include <unistd.h>

static double seconds(struct timeval time) { return (double)time.tv_sec + (double)time.tv_usec / 1e6; }

bare_usage bare_usage_now(void) {
    bare_usage usage = {0};
    struct rusage used;
    if (getrusage(RUSAGE_SELF, &used) == 0) usage.cpu_seconds = seconds(used.ru_utime) + seconds(used.ru_stime);
    FILE *file = fopen("/proc/self/io", "r");
    if (!file) return usage;
    long long written = 0;
    if (fscanf(file, "rchar: %*d wchar: %lld", &written) == 1) usage.written_bytes = written;
    fclose(file);
    return usage;
}

int64_t bare_resident_bytes(void) {
    FILE *file = fopen("/proc/self/statm", "r");
    if (!file) return 0;
    long long pages = 0;
    if (fscanf(file, "%*d %lld", &pages) != 1) pages = 0;
    fclose(file);
    return pages * sysconf(_SC_PAGESIZE);
}
