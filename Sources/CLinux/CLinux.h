// What Glibc's Swift overlay leaves out: the event interface of Linux.
#ifndef HOLDFAST_CLINUX_H
#define HOLDFAST_CLINUX_H

#include <arpa/inet.h>
#include <errno.h>
#include <fcntl.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <pthread.h>
#include <sched.h>
#include <signal.h>
#include <sys/epoll.h>
#include <sys/eventfd.h>
#include <sys/file.h>
#include <sys/resource.h>
#include <sys/signalfd.h>
#include <sys/socket.h>
#include <sys/timerfd.h>
#include <unistd.h>

#include "CRC32C.h"
#include "CycleCount.h"
#include "Prefetch.h"

#endif
