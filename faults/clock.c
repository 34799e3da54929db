/* A clock that is wrong by as many seconds as the file says that CLOCK_OFFSET names; clocks.py loads
   this before a server. Only the time of day is: what measures how long something takes is right. */

#define _GNU_SOURCE
#include <dlfcn.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/time.h>
#include <time.h>

static int (*right_clock)(clockid_t, struct timespec *);

/* Looked up once a second. */
static long offset(void)
{
    static time_t looked_at;
    static long seconds;
    struct timespec now;
    const char *path = getenv("CLOCK_OFFSET");

    right_clock(CLOCK_MONOTONIC, &now);
    if (path && now.tv_sec != looked_at) {
        FILE *file = fopen(path, "r");
        looked_at = now.tv_sec;
        if (file) {
            if (fscanf(file, "%ld", &seconds) != 1)
                seconds = 0;
            fclose(file);
        }
    }
    return seconds;
}

int clock_gettime(clockid_t clock, struct timespec *now)
{
    int result;

    if (!right_clock)
        right_clock = dlsym(RTLD_NEXT, "clock_gettime");
    result = right_clock(clock, now);
    if (!result && (clock == CLOCK_REALTIME || clock == CLOCK_REALTIME_COARSE))
        now->tv_sec += offset();
    return result;
}

int gettimeofday(struct timeval *restrict now, void *restrict zone)
{
    struct timespec precise;

    (void)zone;
    clock_gettime(CLOCK_REALTIME, &precise);
    now->tv_sec = precise.tv_sec;
    now->tv_usec = precise.tv_nsec / 1000;
    return 0;
}

time_t time(time_t *now)
{
    struct timespec precise;

    clock_gettime(CLOCK_REALTIME, &precise);
    if (now)
        *now = precise.tv_sec;
    return precise.tv_sec;
}
