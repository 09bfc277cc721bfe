#define _GNU_SOURCE
#include "cplatform.h"

#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <pthread.h>
#include <signal.h>
#include <stddef.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <unistd.h>

// Everything the child needs, worked out before it exists.
struct child {
    const cplatform_spawn_t *request;
    pid_t parent;
    // Written by the child, which shares this memory until it executes; 0 when it did.
    volatile int failure;
};

static int limit(int resource, uint64_t soft, uint64_t hard)
{
    struct rlimit value = { .rlim_cur = soft, .rlim_max = hard };
    return setrlimit(resource, &value);
}

static int close_others(void)
{
#ifdef SYS_close_range
    if (syscall(SYS_close_range, 3u, ~0u, 0u) == 0) return 0;
#endif
    // An older kernel: whatever may be open is closed one by one.
    struct rlimit value;
    if (getrlimit(RLIMIT_NOFILE, &value) != 0) return -1;
    rlim_t last = value.rlim_max < 65536 ? value.rlim_max : 65536;
    for (rlim_t number = 3; number < last; number++) close((int)number);
    return 0;
}

static void default_signals(void)
{
    struct sigaction action = { .sa_handler = SIG_DFL };
    sigemptyset(&action.sa_mask);
    // SIGKILL and SIGSTOP, and what the C library keeps for itself, refuse; they need no change.
    for (int number = 1; number < NSIG; number++) sigaction(number, &action, NULL);
}

// Runs in the child, on the parent's memory: only system calls, and nothing may be changed that outlives it.
static int prepare(const cplatform_spawn_t *request, pid_t parent)
{
    if (prctl(PR_SET_PDEATHSIG, SIGKILL, 0, 0, 0) != 0) return -1;
    // The parent may have ended before it was told to take the child along.
    if (getppid() != parent) return -1;
    if (setpgid(0, 0) != 0) return -1;
    if (prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0) != 0) return -1;
    default_signals();
    if (dup2(request->input, 0) < 0 || dup2(request->output, 1) < 0 || dup2(request->error, 2) < 0) return -1;
    if (close_others() != 0 || chdir("/") != 0) return -1;
    umask(077);
    if (limit(RLIMIT_CORE, 0, 0) != 0) return -1;
    if (limit(RLIMIT_CPU, request->cpu_seconds, request->cpu_seconds + 1) != 0) return -1;
    if (limit(RLIMIT_FSIZE, request->file_bytes, request->file_bytes) != 0) return -1;
    if (limit(RLIMIT_NOFILE, request->descriptors, request->descriptors) != 0) return -1;
    if (limit(RLIMIT_AS, request->address_space_bytes, request->address_space_bytes) != 0) return -1;
    sigset_t none;
    sigemptyset(&none);
    return sigprocmask(SIG_SETMASK, &none, NULL);
}

// `vfork`: the parent's thread rests until the child executes or ends, and no lock of another thread is copied.
static pid_t __attribute__((noinline)) start(struct child *child)
{
    pid_t id = vfork();
    if (id != 0) return id;
    if (prepare(child->request, child->parent) == 0)
        execve(child->request->path, child->request->arguments, child->request->environment);
    child->failure = errno == 0 ? ECANCELED : errno;
    _exit(127);
}

pid_t cplatform_spawn(const cplatform_spawn_t *request)
{
    struct child child = { .request = request, .parent = getpid(), .failure = 0 };
    // No handler of the parent may run in the child.
    sigset_t all, before;
    sigfillset(&all);
    int status = pthread_sigmask(SIG_SETMASK, &all, &before);
    if (status != 0) return -status;
    pid_t id = start(&child);
    int failure = id < 0 ? errno : child.failure;
    pthread_sigmask(SIG_SETMASK, &before, NULL);
    if (id < 0) return -failure;
    if (failure == 0) return id;
    while (waitpid(id, NULL, 0) < 0 && errno == EINTR) {}
    return -failure;
}

int cplatform_pipe(int ends[2])
{
    return pipe2(ends, O_CLOEXEC) == 0 ? 0 : -errno;
}
