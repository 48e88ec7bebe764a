// What liblmdb alone does with the store's layout: per append a log entry, an index entry, a branch row and two
// blobs; per fork a log entry, an index entry and a branch row. No JSON, no hashing, no hand-over between threads.
//
//     loop [directory [seconds [durable|scratch group [record blobs]]]]
//
// prints one JSON object a line: mode, group size, appends/s, forks/s; of all modes and groups when none is named. An
// append's record is 520 bytes long and names two blobs that are new, unless a length and 0, 1 or 2 say otherwise.
#define _GNU_SOURCE
#include <lmdb.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <time.h>
#include <unistd.h>

enum { BRANCHES = 256, ENVELOPE = 30, ROW = 420, FORK_NOTE = 52, RESULT = 400, DOCUMENT = 350 };

static int record = 520, blobs_each = 2;

static void check(int result, const char *call) {
    if (result == 0) return;
    fprintf(stderr, "%s: %s\n", call, mdb_strerror(result));
    exit(1);
}

static double now(void) {
    struct timespec t;
    clock_gettime(CLOCK_MONOTONIC, &t);
    return t.tv_sec + t.tv_nsec * 1e-9;
}

static void big_endian(uint8_t *to, uint64_t number) {
    for (int i = 7; i >= 0; i--) { to[i] = number & 255; number >>= 8; }
}

// Keys as evenly spread as digests, always the same.
static uint64_t state = 1;
static uint64_t next_random(void) {
    uint64_t z = (state += 0x9E3779B97F4A7C15ull);
    z = (z ^ (z >> 30)) * 0xBF58476D1CE4E5B9ull;
    z = (z ^ (z >> 27)) * 0x94D049BB133111EBull;
    return z ^ (z >> 31);
}

static MDB_txn *txn;

static void put(MDB_dbi db, const void *key, size_t key_size, const void *value, size_t size, unsigned flags) {
    MDB_val k = {key_size, (void *)key}, v = {size, (void *)value};
    check(mdb_put(txn, db, &k, &v, flags), "mdb_put");
}

static void put_blob(MDB_dbi blobs, size_t size) {
    static uint8_t bytes[4096];
    uint64_t digest[4] = {next_random(), next_random(), next_random(), next_random()};
    put(blobs, digest, sizeof digest, bytes, size, MDB_NOOVERWRITE);
}

static void run(const char *directory, int durable, int group, double seconds) {
    char path[4096];
    snprintf(path, sizeof path, "%s/loop-%d", directory, (int)getpid());
    mkdir(path, 0700);
    MDB_env *env;
    check(mdb_env_create(&env), "mdb_env_create");
    check(mdb_env_set_mapsize(env, (size_t)64 << 30), "mdb_env_set_mapsize");
    check(mdb_env_set_maxdbs(env, 8), "mdb_env_set_maxdbs");
    check(mdb_env_open(env, path, MDB_NOTLS | (durable ? 0 : MDB_NOSYNC), 0600), "mdb_env_open");
    MDB_dbi log, index, branches, blobs, commits;
    check(mdb_txn_begin(env, NULL, 0, &txn), "mdb_txn_begin");
    check(mdb_dbi_open(txn, "log", MDB_CREATE, &log), "mdb_dbi_open");
    check(mdb_dbi_open(txn, "index", MDB_CREATE, &index), "mdb_dbi_open");
    check(mdb_dbi_open(txn, "branches", MDB_CREATE, &branches), "mdb_dbi_open");
    check(mdb_dbi_open(txn, "blobs", MDB_CREATE, &blobs), "mdb_dbi_open");
    check(mdb_dbi_open(txn, "commits", MDB_CREATE, &commits), "mdb_dbi_open");
    check(mdb_txn_commit(txn), "mdb_txn_commit");

    static uint8_t entry[4096], row[4096], commit[84];
    uint64_t gseq = 0, commit_number = 0, appends = 0, forks = 0, branch = 1, step = 0;
    uint64_t seqs[BRANCHES] = {0};
    uint8_t key[16], place[8];
    double start = now(), took_appends, took_forks;
    do {
        check(mdb_txn_begin(env, NULL, 0, &txn), "mdb_txn_begin");
        for (int i = 0; i < group; i++) {
            int b = step++ % BRANCHES;
            big_endian(place, gseq++);
            put(log, place, 8, entry, ENVELOPE + record, MDB_APPEND);
            big_endian(key, 1 + b);
            big_endian(key + 8, seqs[b]++);
            put(index, key, 16, place, 8, 0);
            put(branches, key, 8, row, ROW, 0);
            if (blobs_each > 0) put_blob(blobs, RESULT);
            if (blobs_each > 1) put_blob(blobs, DOCUMENT);
        }
        big_endian(key, commit_number++);
        put(commits, key, 8, commit, sizeof commit, MDB_APPEND);
        check(mdb_txn_commit(txn), "mdb_txn_commit");
        appends += group;
    } while ((took_appends = now() - start) < seconds);

    branch = BRANCHES + 1;
    start = now();
    do {
        check(mdb_txn_begin(env, NULL, 0, &txn), "mdb_txn_begin");
        for (int i = 0; i < group; i++) {
            big_endian(place, gseq++);
            put(log, place, 8, entry, ENVELOPE + FORK_NOTE, MDB_APPEND);
            big_endian(key, branch++);
            big_endian(key + 8, (uint64_t)1 << 63);
            put(index, key, 16, place, 8, 0);
            put(branches, key, 8, row, ROW, 0);
        }
        big_endian(key, commit_number++);
        put(commits, key, 8, commit, sizeof commit, MDB_APPEND);
        check(mdb_txn_commit(txn), "mdb_txn_commit");
        forks += group;
    } while ((took_forks = now() - start) < seconds);

    mdb_env_close(env);
    char file[4200];
    snprintf(file, sizeof file, "%s/data.mdb", path);
    unlink(file);
    snprintf(file, sizeof file, "%s/lock.mdb", path);
    unlink(file);
    rmdir(path);
    printf("{\"appends_per_second\":%.0f,\"forks_per_second\":%.0f,\"group\":%d,\"mode\":\"%s\"}\n",
           appends / took_appends, forks / took_forks, group, durable ? "durable" : "scratch");
    fflush(stdout);
}

int main(int argc, char **argv) {
    const char *directory = argc > 1 ? argv[1] : ".";
    double seconds = argc > 2 ? atof(argv[2]) : 3;
    if (argc > 6) {
        record = atoi(argv[5]);
        blobs_each = atoi(argv[6]);
        if (record < 1 || record > 4000) return 1;
    }
    if (argc > 4) {
        run(directory, strcmp(argv[3], "durable") == 0, atoi(argv[4]), seconds);
        return 0;
    }
    int groups[] = {256, 64, 16};
    for (int durable = 1; durable >= 0; durable--)
        for (int i = 0; i < 3; i++) run(directory, durable, groups[i], seconds);
    return 0;
}
