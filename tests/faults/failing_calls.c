/* Makes one system call on the files of a folder fail, for whoever loads this before the C library.
 *
 * fault_arm("write", folder, 3, ENOSPC, 0) lets the third write to a file below folder fail, and with
 * a last argument of 1 every later one, too. fault_disarm() returns how many have failed.
 */
#define _GNU_SOURCE
#include <dlfcn.h>
#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <stdarg.h>
#include <stdio.h>
#include <string.h>
#include <sys/types.h>
#include <unistd.h>

static const char *armed = NULL;
static char call_name[32], folder[PATH_MAX];
static long countdown;
static int error_number, stays, failed;

void fault_arm(const char *call, const char *below, long nth, int error, int for_ever) {
    snprintf(call_name, sizeof call_name, "%s", call);
    snprintf(folder, sizeof folder, "%s", below);
    countdown = nth;
    error_number = error;
    stays = for_ever;
    failed = 0;
    armed = call_name;
}

int fault_disarm(void) {
    armed = NULL;
    return failed;
}

static int fails(const char *call, const char *path) {
    if (!armed || strcmp(call, armed) || strncmp(path, folder, strlen(folder))) return 0;
    countdown--;
    if (countdown > 0 || (countdown < 0 && !stays)) return 0;
    failed++;
    errno = error_number;
    return 1;
}

static int fails_on(const char *call, int handle) {
    char link[64], path[PATH_MAX];
    int before = errno;
    if (!armed || strcmp(call, armed)) return 0;
    snprintf(link, sizeof link, "/proc/self/fd/%d", handle);
    ssize_t length = readlink(link, path, sizeof path - 1);
    errno = before;
    if (length < 0) return 0;
    path[length] = 0;
    return fails(call, path);
}

#define REAL(name) ((__typeof__(&name))dlsym(RTLD_NEXT, #name))

ssize_t write(int handle, const void *from, size_t size) {
    return fails_on("write", handle) ? -1 : REAL(write)(handle, from, size);
}

ssize_t pwrite(int handle, const void *from, size_t size, off_t at) {
    return fails_on("write", handle) ? -1 : REAL(pwrite)(handle, from, size, at);
}

ssize_t pwrite64(int handle, const void *from, size_t size, off64_t at) {
    return fails_on("write", handle) ? -1 : REAL(pwrite64)(handle, from, size, at);
}

int fsync(int handle) { return fails_on("fsync", handle) ? -1 : REAL(fsync)(handle); }

int fdatasync(int handle) { return fails_on("fsync", handle) ? -1 : REAL(fdatasync)(handle); }

int ftruncate(int handle, off_t size) {
    return fails_on("ftruncate", handle) ? -1 : REAL(ftruncate)(handle, size);
}

int ftruncate64(int handle, off64_t size) {
    return fails_on("ftruncate", handle) ? -1 : REAL(ftruncate64)(handle, size);
}

int rename(const char *from, const char *to) {
    return fails("rename", to) ? -1 : REAL(rename)(from, to);
}

int unlink(const char *path) { return fails("unlink", path) ? -1 : REAL(unlink)(path); }

#define OPENING(name)                                      \
    int name(const char *path, int flags, ...) {           \
        va_list rest;                                      \
        va_start(rest, flags);                             \
        mode_t mode = va_arg(rest, mode_t);                \
        va_end(rest);                                      \
        return fails("open", path) ? -1 : REAL(name)(path, flags, mode); \
    }
OPENING(open)
OPENING(open64)
