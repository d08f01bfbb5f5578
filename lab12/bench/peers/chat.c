// A chat server in C as textbooks write it: epoll, and one send for each line and each receiver.   usage: chat PORT
#define _GNU_SOURCE
#include <arpa/inet.h>
#include <errno.h>
#include <netinet/tcp.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/epoll.h>
#include <unistd.h>
#define LINE 65536
#define CROWD 20000

typedef struct { int place, begun; char *line; } Client;   // a client's place among all, and the line that it has begun
static Client *of[CROWD];                                   // by descriptor
static int all[CROWD], count;

static void leave(int fd) {
    Client *client = of[fd];
    all[client->place] = all[--count];
    of[all[client->place]]->place = client->place;
    of[fd] = NULL;
    close(fd);
    free(client->line);
    free(client);
}

static void hear(int fd) {
    static char data[2 * LINE];
    Client *client = of[fd];
    memcpy(data, client->line, client->begun);
    int got = recv(fd, data + client->begun, LINE, 0);
    if (got < 0 && errno == EAGAIN) return;
    if (got <= 0) { leave(fd); return; }
    char *at = data, *end = data + client->begun + got, *newline;
    while ((newline = memchr(at, '\n', end - at))) {
        fwrite(at, 1, newline + 1 - at, stdout);
        for (int i = 0; i < count; i++)
            if (all[i] != fd && send(all[i], at, newline + 1 - at, MSG_NOSIGNAL) < 0) {}  // a slow one loses lines
        at = newline + 1;
    }
    client->begun = end - at;
    if (client->begun >= LINE) { leave(fd); return; }
    client->line = realloc(client->line, client->begun + 1);
    memcpy(client->line, at, client->begun);
}

int main(int argc, char **argv) {
    int door = socket(AF_INET, SOCK_STREAM | SOCK_NONBLOCK, 0), one = 1, poll = epoll_create1(0), fd;
    struct sockaddr_in address = {.sin_family = AF_INET, .sin_port = htons(argc > 1 ? atoi(argv[1]) : 12346)};
    address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    setsockopt(door, SOL_SOCKET, SO_REUSEADDR, &one, sizeof one);
    if (bind(door, (void *)&address, sizeof address) || listen(door, 4096)) { perror("chat"); return 1; }
    struct epoll_event event = {.events = EPOLLIN, .data.fd = door}, events[1024];
    epoll_ctl(poll, EPOLL_CTL_ADD, door, &event);
    for (;;) {
        fflush(stdout);
        int ready = epoll_wait(poll, events, 1024, -1);
        for (int i = 0; i < ready; i++) {
            if (events[i].data.fd != door) { hear(events[i].data.fd); continue; }
            while ((fd = accept4(door, 0, 0, SOCK_NONBLOCK)) >= 0) {
                if (fd >= CROWD) { close(fd); continue; }
                setsockopt(fd, IPPROTO_TCP, TCP_NODELAY, &one, sizeof one);
                of[fd] = calloc(1, sizeof **of);
                of[fd]->place = count;
                all[count++] = fd;
                event.data.fd = fd;
                epoll_ctl(poll, EPOLL_CTL_ADD, fd, &event);
            }
        }
    }
}
