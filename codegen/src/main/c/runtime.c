/*
 * The native half of the Sinter runtime: JNI trampolines, CPU probe, thread team, pages.
 *
 * Freestanding: no header, no libc, no static state; it is compiled to bitcode for each target and linked into every
 * model library (docs/abi.md). JNI binds the `Java_*` functions once for each class loader, to the first library that
 * has them: they know nothing of a model, and what libraries share (Call, Team) has a fixed layout.
 *
 * Flags: -std=c11 -O2 -ffreestanding -fno-builtin -fno-stack-protector -fvisibility=hidden -fPIC
 *        -fno-unwind-tables -fno-asynchronous-unwind-tables, and -mno-outline-atomics for AArch64.
 */

typedef int i32;
typedef unsigned int u32;
typedef long long i64;
typedef unsigned long long u64;

#if defined(_WIN32)
#define EXPORT __declspec(dllexport)
#define HIDDEN
#else
#define EXPORT __attribute__((visibility("default")))
#define HIDDEN __attribute__((visibility("hidden")))
#endif
#define KEPT __attribute__((used))

/* ---- What docs/abi.md states ---------------------------------------------------------------------------------- */

typedef struct Call {
  i64 weights, buffers, symbols, arena, scratch, scratchBytes, team, cancel, status, detail, profile;
} Call;

enum { STATUS_OK = 0, STATUS_CHECK = 1, STATUS_CANCELLED = 2 };

typedef i32 Entry(Call *call);
typedef void Body(Call *call, void *frame, i64 begin, i64 end, i64 worker);

struct Descriptor;
extern EXPORT const struct Descriptor sinter_descriptor;

/* ---- System calls: Linux on x86-64 and AArch64; elsewhere every one answers UNAVAILABLE -------------------------- */

enum { UNAVAILABLE = -38 };

#if defined(__linux__) && defined(__x86_64__)
enum { SYS_MMAP = 9, SYS_MUNMAP = 11, SYS_YIELD = 24, SYS_MADVISE = 28, SYS_CLOSE = 3, SYS_OPENAT = 257 };
enum { SYS_ARCH_PRCTL = 158, SYS_GETRUSAGE = 98 };
static i64 system(i64 number, i64 a, i64 b, i64 c, i64 d, i64 e, i64 f) {
  i64 result;
  register i64 r10 __asm__("r10") = d;
  register i64 r8 __asm__("r8") = e;
  register i64 r9 __asm__("r9") = f;
  __asm__ volatile("syscall"
                   : "=a"(result)
                   : "a"(number), "D"(a), "S"(b), "d"(c), "r"(r10), "r"(r8), "r"(r9)
                   : "rcx", "r11", "memory");
  return result;
}
#elif defined(__linux__) && defined(__aarch64__)
enum { SYS_MMAP = 222, SYS_MUNMAP = 215, SYS_YIELD = 124, SYS_MADVISE = 233, SYS_CLOSE = 57, SYS_OPENAT = 56 };
enum { SYS_GETRUSAGE = 165 };
static i64 system(i64 number, i64 a, i64 b, i64 c, i64 d, i64 e, i64 f) {
  register i64 x8 __asm__("x8") = number;
  register i64 x0 __asm__("x0") = a;
  register i64 x1 __asm__("x1") = b;
  register i64 x2 __asm__("x2") = c;
  register i64 x3 __asm__("x3") = d;
  register i64 x4 __asm__("x4") = e;
  register i64 x5 __asm__("x5") = f;
  __asm__ volatile("svc #0"
                   : "+r"(x0)
                   : "r"(x8), "r"(x1), "r"(x2), "r"(x3), "r"(x4), "r"(x5)
                   : "memory");
  return x0;
}
#else
enum { SYS_MMAP, SYS_MUNMAP, SYS_YIELD, SYS_MADVISE, SYS_CLOSE, SYS_OPENAT, SYS_GETRUSAGE };
static i64 system(i64 number, i64 a, i64 b, i64 c, i64 d, i64 e, i64 f) {
  (void)number, (void)a, (void)b, (void)c, (void)d, (void)e, (void)f;
  return UNAVAILABLE;
}
#endif

enum { PROT_READ = 1, PROT_WRITE = 2, MAP_SHARED = 1, MAP_PRIVATE = 2, MAP_ANONYMOUS = 0x20, MADV_HUGEPAGE = 14 };
enum { HUGE_PAGE = 2 << 20 };
enum { AT_FDCWD = -100, O_CLOEXEC = 02000000 };

static i64 map_file(const char *path, i64 offset, i64 bytes) {
  i64 file = system(SYS_OPENAT, AT_FDCWD, (i64)path, O_CLOEXEC, 0, 0, 0);
  if (file < 0) return file;
  i64 address = system(SYS_MMAP, 0, bytes, PROT_READ, MAP_SHARED, file, offset);
  system(SYS_CLOSE, file, 0, 0, 0, 0, 0);
  return address;
}

static i64 map_pages(i64 bytes) {
  return system(SYS_MMAP, 0, bytes, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
}

/* Whole pages; what holds a huge one begins with a huge one: what is mapped around that is given back. */
static i64 map_memory(i64 bytes) {
  if (bytes < HUGE_PAGE) return map_pages(bytes);
  i64 mapped = map_pages(bytes + HUGE_PAGE);
  if (mapped < 0) return mapped;
  i64 address = (mapped + HUGE_PAGE - 1) & -(i64)HUGE_PAGE, before = address - mapped;
  if (before) system(SYS_MUNMAP, mapped, before, 0, 0, 0, 0);
  system(SYS_MUNMAP, address + bytes, HUGE_PAGE - before, 0, 0, 0, 0);
  system(SYS_MADVISE, address, bytes, MADV_HUGEPAGE, 0, 0, 0);
  return address;
}

/* How often the thread had to give up its processor; 0 where no system call tells. */
static u64 involuntary_switches(void) {
  i64 usage[18] = {0}; /* struct rusage: ru_nivcsw is its last word */
  system(SYS_GETRUSAGE, 1 /* RUSAGE_THREAD */, (i64)usage, 0, 0, 0, 0);
  return (u64)usage[17];
}

static void yield(void) { system(SYS_YIELD, 0, 0, 0, 0, 0, 0); }

/* ---- Processor: pause, clock, features -------------------------------------------------------------------------- */

#if defined(__x86_64__)
enum { TICKS_PER_MICROSECOND = 3000 }; /* near enough: time-stamp counters run at 2 to 4 GHz */

static void relax(void) { __asm__ volatile("pause"); }

static u64 ticks(void) {
  u32 low, high;
  __asm__ volatile("rdtsc" : "=a"(low), "=d"(high));
  return (u64)high << 32 | low;
}

static u64 ticks_per_microsecond(void) { return TICKS_PER_MICROSECOND; }

typedef struct { u32 a, b, c, d; } Cpuid;

static Cpuid cpuid(u32 leaf, u32 sub) {
  Cpuid id = {0, 0, 0, 0};
  __asm__ volatile("cpuid" : "=a"(id.a), "=b"(id.b), "=c"(id.c), "=d"(id.d) : "a"(leaf), "c"(sub));
  return id;
}

static u64 saved_by_system(void) { /* XCR0: the register state that the system saves */
  u32 low, high;
  __asm__ volatile("xgetbv" : "=a"(low), "=d"(high) : "c"(0));
  return (u64)high << 32 | low;
}

static int has(u64 word, u64 bits) { return (word & bits) == bits; }

#define BIT(n) (1ULL << (n))

static int grants_tiles(void) { /* Linux wants to be asked before the first tile instruction of a process */
#if defined(__linux__)
  return system(SYS_ARCH_PRCTL, 0x1023, 18, 0, 0, 0, 0) == 0;
#else
  return 0;
#endif
}

/* AMD's cores add two bf16 products as fast as one in single precision, Intel's take four times as long (ADR 011). */
static int adds_pairs_fast(void) {
  Cpuid vendor = cpuid(0, 0);
  return vendor.b == 0x68747541 && vendor.d == 0x69746e65 && vendor.c == 0x444d4163; /* AuthenticAMD */
}

static u64 probe(u64 capabilities, u64 capabilities2, u64 wanted) {
  (void)capabilities, (void)capabilities2;
  u32 top = cpuid(0, 0).a, extended = cpuid(0x80000000u, 0).a;
  Cpuid one = cpuid(1, 0);
  u64 more = extended >= 0x80000001u ? cpuid(0x80000001u, 0).c : 0;
  if (!has(one.c, BIT(0) | BIT(9) | BIT(13) | BIT(19) | BIT(20) | BIT(23)) || !has(more, BIT(0))) return 0;
  u64 features = BIT(0);
  if (top < 7 || !has(one.c, BIT(27) | BIT(28))) return features;
  u64 saved = saved_by_system();
  Cpuid seven = cpuid(7, 0);
  Cpuid second = {0, 0, 0, 0};
  if (seven.a >= 1) second = cpuid(7, 1);
  if (!has(saved, BIT(1) | BIT(2)) || !has(one.c, BIT(12) | BIT(22) | BIT(29)) || !has(more, BIT(5)) ||
      !has(seven.b, BIT(3) | BIT(5) | BIT(8))) return features;
  features |= BIT(1);
  if (has(second.a, BIT(4))) features |= BIT(5);
  if (!has(saved, BIT(5) | BIT(6) | BIT(7)) ||
      !has(seven.b, BIT(16) | BIT(17) | BIT(28) | BIT(30) | BIT(31))) return features;
  features |= BIT(2);
  if (has(seven.c, BIT(11))) features |= BIT(3);
  if (has(second.a, BIT(5))) features |= BIT(4);
  if (has(features, BIT(4)) && adds_pairs_fast()) features |= BIT(7);
  int tiles = has(saved, BIT(17) | BIT(18)) && has(seven.d, BIT(22) | BIT(24) | BIT(25));
  if (tiles && has(wanted, BIT(6)) && grants_tiles()) features |= BIT(6);
  return features;
}

#elif defined(__aarch64__)
static void relax(void) { __asm__ volatile("isb"); }

static u64 ticks(void) {
  u64 count;
  __asm__ volatile("mrs %0, cntvct_el0" : "=r"(count));
  return count;
}

static u64 ticks_per_microsecond(void) {
  u64 frequency;
  __asm__ volatile("mrs %0, cntfrq_el0" : "=r"(frequency));
  return frequency / 1000000 ? frequency / 1000000 : 1;
}

/* Linux: the words HWCAP and HWCAP2 of the auxiliary vector. Others: what every such machine has. */
static u64 probe(u64 capabilities, u64 capabilities2, u64 wanted) {
  (void)wanted;
  u64 features = 1ULL << 32;
#if defined(__linux__)
  if (capabilities >> 20 & 1) features |= 1ULL << 33;
  if (capabilities2 >> 13 & 1) features |= 1ULL << 34;
  if (capabilities2 >> 14 & 1) features |= 1ULL << 35;
  if (capabilities >> 9 & capabilities >> 10 & 1) features |= 1ULL << 36;
#elif defined(__APPLE__)
  (void)capabilities, (void)capabilities2;
  features |= 1ULL << 33 | 1ULL << 36;
#else
  (void)capabilities, (void)capabilities2;
#endif
  return features;
}
#else
#error "no probe for this processor"
#endif

/* ---- The thread team -------------------------------------------------------------------------------------------- */

/*
 * A region's chunks are dealt to the lanes of caller and workers in equal ranges: `word` = epoch << 32 | next << 16 | end.
 * The owner claims from the front of its lane, and when that is empty everybody from the back of others'. A claim raises
 * `next` or lowers `end` by compare-and-swap. If it succeeds the region of that epoch was not over, so what the claimer
 * read in its own lane before is that region: the caller writes lanes only when all chunks of the last region are done,
 * `word` last. Only claimed chunks count as missing: a worker without one is never waited for. A worker adds to `done`
 * once, when it finds nothing more to claim.
 */
enum { LANES = 64, PART_BITS = 16, EPOCH_SHIFT = 32, MAX_CHUNKS = (1 << PART_BITS) - 1 };

typedef struct Lane {
  u64 word;
  Call *call;
  Body *body;
  void *frame;
  i64 count, grain, seats;
  i64 pad[9];
} Lane;

typedef struct Team {
  i64 seats; /* Java: workers 1..seats may join this pass */
  i64 pass;  /* Java: 1 while a pass owns the team */
  i64 alone; /* regions run on the caller: others want the processors; Java wakes no worker */
  i64 pad0[13];
  u64 epoch, resume, penalty; /* of the pass that owns the team; `resume`, `penalty` in ticks */
  i64 pad1[13];
  i64 done; /* chunks that workers have run */
  i64 crowded; /* a worker lost its processor within the region */
  i64 pad2[14];
  Lane lanes[LANES]; /* worker w: lane w % LANES */
} Team;

enum { YIELD_AFTER = 20, LINGER = 50, LINGER_IN_PASS = 1000 }; /* microseconds */
enum { STALL = 500, SHORTEST_PENALTY = 8000, LONGEST_PENALTY = 256000 };
enum { SPINS_BEFORE_RELAX = 64, SPINS_BEFORE_YIELD = 2000 };

#define GET(field) __atomic_load_n(&(field), __ATOMIC_RELAXED)
#define PUT(field, value) __atomic_store_n(&(field), value, __ATOMIC_RELAXED)

static void fail(Call *call, i64 status) {
  i64 ok = STATUS_OK;
  __atomic_compare_exchange_n(&call->status, &ok, status, 0, __ATOMIC_RELAXED, __ATOMIC_RELAXED);
}

static int stopped(Call *call) {
  if (GET(call->cancel)) fail(call, STATUS_CANCELLED);
  return GET(call->status) != STATUS_OK;
}

/* A chunk of a lane, the first or the last; -1: there is none. */
static i64 claim(Lane *lane, u64 epoch, int first) {
  u64 word = GET(lane->word);
  for (;;) {
    i64 next = word >> PART_BITS & MAX_CHUNKS, end = word & MAX_CHUNKS;
    if (word >> EPOCH_SHIFT != epoch || next >= end) return -1;
    u64 rest = first ? word + (1 << PART_BITS) : word - 1;
    if (__atomic_compare_exchange_n(&lane->word, &word, rest, 0, __ATOMIC_ACQ_REL, __ATOMIC_RELAXED))
      return first ? next : end - 1;
  }
}

/* Claims and runs chunks of the region that the worker's lane tells until there is none; returns how many. */
static i64 work(Team *team, i64 worker) {
  Lane *own = &team->lanes[worker % LANES];
  u64 epoch = __atomic_load_n(&own->word, __ATOMIC_ACQUIRE) >> EPOCH_SHIFT;
  Call *call = GET(own->call);
  Body *body = GET(own->body);
  void *frame = GET(own->frame);
  i64 count = GET(own->count), grain = GET(own->grain), seats = GET(own->seats), ran = 0;
  i64 lanes = seats < LANES ? seats + 1 : LANES;
  if (worker > seats) return 0;
  for (i64 i = 0; i < lanes; i++) {
    Lane *lane = &team->lanes[(worker + i) % lanes];
    for (i64 chunk; (chunk = claim(lane, epoch, i == 0)) >= 0; ran++) {
      i64 begin = chunk * grain, end = count - begin > grain ? begin + grain : count;
      if (!stopped(call)) body(call, frame, begin, end, worker);
    }
  }
  return ran;
}

/* Whether the thread has lost its processor to another since it asked last. */
static int preempted(u64 *switches) {
  u64 now = involuntary_switches(), before = *switches;
  *switches = now;
  return now != before;
}

static void publish(Team *team, Lane region, i64 chunks) {
  i64 lanes = region.seats < LANES ? region.seats + 1 : LANES;
  u64 epoch = (team->epoch + 1) & 0xffffffffu;
  team->epoch = epoch;
  PUT(team->done, 0);
  if (GET(team->crowded)) PUT(team->crowded, 0);
  for (i64 i = lanes - 1; i >= 0; i--) {
    Lane *lane = &team->lanes[i];
    PUT(lane->call, region.call);
    PUT(lane->body, region.body);
    PUT(lane->frame, region.frame);
    PUT(lane->count, region.count);
    PUT(lane->grain, region.grain);
    PUT(lane->seats, region.seats);
    u64 next = (u64)(chunks * i / lanes), end = (u64)(chunks * (i + 1) / lanes);
    __atomic_store_n(&lane->word, epoch << EPOCH_SHIFT | next << PART_BITS | end, __ATOMIC_RELEASE);
  }
}

/*
 * The caller has waited long for a worker that lost its processor to others: for a while, twice as long if it happens
 * again soon, it does without workers, so that it has a processor for itself.
 */
static void shrink(Team *team, u64 now) {
  u64 microsecond = ticks_per_microsecond();
  u64 soon = now - team->resume < 2 * team->penalty + 2 * SHORTEST_PENALTY * microsecond;
  u64 penalty = soon && team->penalty ? 2 * team->penalty : SHORTEST_PENALTY * microsecond;
  u64 longest = LONGEST_PENALTY * microsecond;
  team->penalty = penalty < longest ? penalty : longest;
  team->resume = now + team->penalty;
  PUT(team->alone, 1);
}

static int alone(Team *team) {
  if (!GET(team->alone)) return 0;
  if ((i64)(ticks() - team->resume) < 0) return 1;
  PUT(team->alone, 0);
  return 0;
}

/* `brief`: chunks are so short that a wait for a worker means that it has lost its processor. */
static void parallel(Call *call, Body *body, void *frame, i64 count, i64 grain, int brief) {
  if (count <= 0 || stopped(call)) return;
  Team *team = (Team *)call->team;
  if (grain < 1) grain = 1;
  if (grain < count / MAX_CHUNKS + 1) grain = count / MAX_CHUNKS + 1;
  if (!team || count <= grain || GET(team->seats) == 0 || (brief && alone(team))) {
    body(call, frame, 0, count, 0);
    return;
  }
  i64 chunks = (count - 1) / grain + 1;
  Lane region = {0, call, body, frame, count, grain, GET(team->seats), {0}};
  publish(team, region, chunks);
  i64 theirs = chunks - work(team, 0);
  u64 since = ticks();
  for (i64 spins = 0; __atomic_load_n(&team->done, __ATOMIC_ACQUIRE) != theirs; spins++) {
    if (spins > SPINS_BEFORE_RELAX) relax();
    if (spins > SPINS_BEFORE_YIELD && spins % 32 == 0) yield();
  }
  if (!brief || !GET(team->crowded)) return;
  u64 now = ticks();
  if (now - since > STALL * ticks_per_microsecond()) shrink(team, now);
}

HIDDEN KEPT void sinter_parallel(Call *call, Body *body, void *frame, i64 count, i64 grain) {
  parallel(call, body, frame, count, grain, 1);
}

/*
 * Passes over slices of a call's leading dim: each runs with a Call of the worker's own, without a team, in its own
 * arena, on buffers that begin at its first entry.
 */
typedef struct Slices {
  i64 symbol, each, total, count, ports, symbols, arenaBytes, copies, copyBytes, profileBytes;
  i64 strides[];
} Slices;

typedef struct Sliced {
  Entry *entry;
  const Slices *slices;
} Sliced;

static void slice(const Sliced *sliced, Call *call, i64 index, i64 worker) {
  const Slices *s = sliced->slices;
  Call *own = (Call *)(s->copies + worker * s->copyBytes);
  i64 *buffers = (i64 *)(own + 1), *symbols = buffers + s->ports, first = index * s->each;
  *own = *call;
  own->team = 0;
  if (own->profile) own->profile += worker * s->profileBytes;
  own->buffers = (i64)buffers;
  own->symbols = (i64)symbols;
  own->arena += worker * s->arenaBytes;
  own->scratch += worker * call->scratchBytes;
  for (i64 i = 0; i < s->ports; i++) buffers[i] = ((i64 *)call->buffers)[i] + first * s->strides[i];
  for (i64 i = 0; i < s->symbols; i++) symbols[i] = ((i64 *)call->symbols)[i];
  symbols[s->symbol] = s->total - first < s->each ? s->total - first : s->each;
  i64 status = sliced->entry(own), ok = STATUS_OK;
  if (status && __atomic_compare_exchange_n(&call->status, &ok, status, 0, __ATOMIC_RELAXED, __ATOMIC_RELAXED))
    call->detail = own->detail;
}

static void slices(Call *call, void *frame, i64 begin, i64 end, i64 worker) {
  for (i64 i = begin; i < end && !stopped(call); i++) slice((const Sliced *)frame, call, i, worker);
}

/*
 * A worker's stay: works while there are regions, and leaves after a while without. Time that the system gave to
 * others counts: on a crowded machine a worker that waits takes the processor from the caller it waits for.
 */
static void stay(Team *team, i64 worker) {
  Lane *lane = &team->lanes[worker % LANES];
  u64 microsecond = ticks_per_microsecond(), since = ticks(), switches = involuntary_switches(), seen = ~0ULL;
  for (u32 spins = 1; worker <= GET(team->seats); spins++) {
    u64 epoch = GET(lane->word) >> EPOCH_SHIFT;
    if (epoch != seen) {
      u64 begun = ticks();
      i64 ran = work(team, worker);
      seen = epoch;
      since = ticks();
      if (ran && since - begun > STALL * microsecond && preempted(&switches)) PUT(team->crowded, 1);
      if (ran) __atomic_fetch_add(&team->done, ran, __ATOMIC_RELEASE);
      continue;
    }
    relax();
    if (spins % 64) continue;
    u64 idle = ticks() - since;
    int in_pass = GET(team->pass) && !GET(team->alone);
    if (idle > microsecond * (in_pass ? LINGER_IN_PASS : LINGER)) return;
    if (idle > microsecond * YIELD_AFTER) yield();
  }
}

/* ---- Profile ---------------------------------------------------------------------------------------------------- */

/* Adds the ticks since the last mark to those of kernel call `index`; -1 begins a pass or a slice. Without: one branch. */
HIDDEN KEPT void sinter_mark(Call *call, i64 index) {
  i64 *profile = (i64 *)call->profile;
  if (!profile) return;
  i64 now = (i64)ticks();
  if (index >= 0) profile[2 + index] += now - profile[1];
  else if (!profile[0]) profile[0] = now;
  profile[1] = now;
}

/* ---- JNI -------------------------------------------------------------------------------------------------------- */

typedef void *const *const *Env; /* JNIEnv * and JavaVM *: a pointer to a pointer to a table of functions */

/* Indices into the tables of jni.h; JniIndexTest counts them there. */
enum {
  JNI_FindClass = 6,
  JNI_GetStaticFieldID = 144,
  JNI_SetStaticLongField = 160,
  JNI_NewStringUTF = 167,
  JNI_NewDirectByteBuffer = 229,
  JNI_GetDirectBufferAddress = 230,
  JVM_GetEnv = 6
};
enum { JNI_VERSION = 0x00010008, JNI_ERR = -1 };

typedef void *FindClass(Env env, const char *name);
typedef void *GetStaticFieldID(Env env, void *class, const char *name, const char *type);
typedef void SetStaticLongField(Env env, void *class, void *field, i64 value);
typedef void *NewStringUTF(Env env, const char *text);
typedef void *NewDirectByteBuffer(Env env, void *address, i64 bytes);
typedef void *GetDirectBufferAddress(Env env, void *buffer);
typedef i32 GetEnv(Env vm, Env *env, i32 version);

#define JNI(name) ((name *)(*env)[JNI_##name])
#define NATIVE(type, name) EXPORT KEPT type Java_org_sinter_runtime_Native_##name

EXPORT KEPT i32 JNI_OnLoad(Env vm, void *reserved) {
  Env env = 0;
  (void)reserved;
  if (((GetEnv *)(*vm)[JVM_GetEnv])(vm, &env, JNI_VERSION) != 0) return JNI_ERR;
  void *class = JNI(FindClass)(env, "org/sinter/runtime/Native");
  if (!class) return JNI_ERR;
  void *field = JNI(GetStaticFieldID)(env, class, "descriptor", "J");
  if (!field) return JNI_ERR;
  JNI(SetStaticLongField)(env, class, field, (i64)&sinter_descriptor);
  return JNI_VERSION;
}

NATIVE(i32, invoke)(Env env, void *class, i64 entry, i64 call) {
  (void)env, (void)class;
  return ((Entry *)entry)((Call *)call);
}

NATIVE(i32, slices)(Env env, void *class, i64 entry, i64 call, i64 table) {
  (void)env, (void)class;
  Sliced sliced = {(Entry *)entry, (const Slices *)table};
  parallel((Call *)call, slices, &sliced, sliced.slices->count, 1, 0);
  return (i32)GET(((Call *)call)->status);
}

NATIVE(void, work)(Env env, void *class, i64 team, i64 worker) {
  (void)env, (void)class;
  stay((Team *)team, worker);
}

NATIVE(i64, probe)(Env env, void *class, i64 capabilities, i64 capabilities2, i64 wanted) {
  (void)env, (void)class;
  return (i64)probe((u64)capabilities, (u64)capabilities2, (u64)wanted);
}

NATIVE(i64, address)(Env env, void *class, void *buffer) {
  (void)class;
  return (i64)JNI(GetDirectBufferAddress)(env, buffer);
}

NATIVE(void *, view)(Env env, void *class, i64 address, i64 bytes) {
  (void)class;
  return JNI(NewDirectByteBuffer)(env, (void *)address, bytes);
}

NATIVE(void *, text)(Env env, void *class, i64 address) {
  (void)class;
  return JNI(NewStringUTF)(env, (const char *)address);
}

NATIVE(i64, map)(Env env, void *class, i64 path, i64 offset, i64 bytes) {
  (void)env, (void)class;
  return map_file((const char *)path, offset, bytes);
}

NATIVE(i64, allocate)(Env env, void *class, i64 bytes) {
  (void)env, (void)class;
  return map_memory(bytes);
}

NATIVE(i64, release)(Env env, void *class, i64 address, i64 bytes) {
  (void)env, (void)class;
  return system(SYS_MUNMAP, address, bytes, 0, 0, 0, 0);
}

/* ---- What a compiler may call by itself ------------------------------------------------------------------------- */

typedef __SIZE_TYPE__ Size;

#if defined(__clang__)
#define PLAIN __attribute__((no_builtin))
#else
#define PLAIN __attribute__((optimize("no-tree-loop-distribute-patterns")))
#endif

HIDDEN KEPT PLAIN void *memset(void *to, int value, Size bytes) {
#if defined(__x86_64__)
  void *at = to;
  __asm__ volatile("rep stosb" : "+D"(at), "+c"(bytes) : "a"(value) : "memory");
#else
  for (Size i = 0; i < bytes; i++) ((unsigned char *)to)[i] = (unsigned char)value;
#endif
  return to;
}

HIDDEN KEPT PLAIN void *memcpy(void *restrict to, const void *restrict from, Size bytes) {
#if defined(__x86_64__)
  void *at = to;
  __asm__ volatile("rep movsb" : "+D"(at), "+S"(from), "+c"(bytes) : : "memory");
#else
  for (Size i = 0; i < bytes; i++) ((unsigned char *)to)[i] = ((const unsigned char *)from)[i];
#endif
  return to;
}

HIDDEN KEPT PLAIN void *memmove(void *to, const void *from, Size bytes) {
  unsigned char *a = to;
  const unsigned char *b = from;
  if (a == b) return to;
  if (a < b || a >= b + bytes) return memcpy(to, from, bytes);
  while (bytes) {
    bytes--;
    a[bytes] = b[bytes];
  }
  return to;
}

#if defined(_WIN32)
HIDDEN KEPT int _fltused = 0x9875; /* Windows' compilers refer to it wherever there is floating point */
#endif
