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
enum { SYS_ARCH_PRCTL = 158 };
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
enum { SYS_MMAP, SYS_MUNMAP, SYS_YIELD, SYS_MADVISE, SYS_CLOSE, SYS_OPENAT };
static i64 system(i64 number, i64 a, i64 b, i64 c, i64 d, i64 e, i64 f) {
  (void)number, (void)a, (void)b, (void)c, (void)d, (void)e, (void)f;
  return UNAVAILABLE;
}
#endif

enum { PROT_READ = 1, PROT_WRITE = 2, MAP_SHARED = 1, MAP_PRIVATE = 2, MAP_ANONYMOUS = 0x20, MADV_HUGEPAGE = 14 };
enum { AT_FDCWD = -100, O_CLOEXEC = 02000000 };

static i64 map_file(const char *path, i64 offset, i64 bytes) {
  i64 file = system(SYS_OPENAT, AT_FDCWD, (i64)path, O_CLOEXEC, 0, 0, 0);
  if (file < 0) return file;
  i64 address = system(SYS_MMAP, 0, bytes, PROT_READ, MAP_SHARED, file, offset);
  system(SYS_CLOSE, file, 0, 0, 0, 0, 0);
  return address;
}

static i64 map_memory(i64 bytes) {
  i64 address = system(SYS_MMAP, 0, bytes, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
  if (address > 0 && bytes >= (4 << 20)) system(SYS_MADVISE, address, bytes, MADV_HUGEPAGE, 0, 0, 0);
  return address;
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
 * `ticket` = epoch << 24 | next chunk. A worker reads the ticket, then the region, then claims the chunk by raising
 * the ticket: if that succeeds the epoch has not moved, so the region is the one of the ticket. The caller moves to an
 * odd epoch (closed) before it writes a region and to an even one after it. It returns when `done` == `chunks`, and only
 * claimed chunks count: a worker without one is never waited for.
 */
typedef struct Team {
  u64 ticket;
  i64 pad0[15];
  i64 done;
  i64 pad1[15];
  Call *call;
  Body *body;
  void *frame;
  i64 count, grain, chunks, regionSeats;
  i64 pad2[9];
  i64 seats; /* Java: workers 1..seats may join this pass */
  i64 pass;  /* Java: 1 while a pass owns the team */
} Team;

enum { NEXT_BITS = 24, MAX_CHUNKS = (1 << NEXT_BITS) - 1 };
enum { YIELD_AFTER = 20, LINGER = 50, LINGER_IN_PASS = 1000 }; /* microseconds */
enum { SPINS_BEFORE_YIELD = 2000 };

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

/* Claims and runs one chunk; 0: nothing to claim. */
static int take(Team *team, i64 worker) {
  u64 ticket = __atomic_load_n(&team->ticket, __ATOMIC_ACQUIRE);
  i64 next = (i64)(ticket & MAX_CHUNKS);
  if (ticket >> NEXT_BITS & 1) return 0;
  Call *call = GET(team->call);
  Body *body = GET(team->body);
  void *frame = GET(team->frame);
  i64 count = GET(team->count), grain = GET(team->grain);
  if (next >= GET(team->chunks) || worker > GET(team->regionSeats)) return 0;
  __atomic_thread_fence(__ATOMIC_ACQUIRE);
  if (!__atomic_compare_exchange_n(&team->ticket, &ticket, ticket + 1, 0, __ATOMIC_ACQ_REL, __ATOMIC_RELAXED)) return 1;
  i64 begin = next * grain, end = count - begin > grain ? begin + grain : count;
  if (!stopped(call)) body(call, frame, begin, end, worker);
  __atomic_fetch_add(&team->done, 1, __ATOMIC_RELEASE);
  return 1;
}

static void publish(Team *team, Call *call, Body *body, void *frame, i64 count, i64 grain, i64 chunks) {
  u64 epoch = GET(team->ticket) >> NEXT_BITS;
  PUT(team->ticket, (epoch + 1) << NEXT_BITS);
  __atomic_thread_fence(__ATOMIC_RELEASE);
  PUT(team->call, call);
  PUT(team->body, body);
  PUT(team->frame, frame);
  PUT(team->count, count);
  PUT(team->grain, grain);
  PUT(team->chunks, chunks);
  PUT(team->regionSeats, GET(team->seats));
  PUT(team->done, 0);
  __atomic_store_n(&team->ticket, (epoch + 2) << NEXT_BITS, __ATOMIC_RELEASE);
}

HIDDEN KEPT void sinter_parallel(Call *call, Body *body, void *frame, i64 count, i64 grain) {
  if (count <= 0 || stopped(call)) return;
  Team *team = (Team *)call->team;
  if (grain < 1) grain = 1;
  if (grain < count / MAX_CHUNKS + 1) grain = count / MAX_CHUNKS + 1;
  if (!team || count <= grain || GET(team->seats) == 0) {
    body(call, frame, 0, count, 0);
    return;
  }
  i64 chunks = (count - 1) / grain + 1;
  publish(team, call, body, frame, count, grain, chunks);
  while (take(team, 0)) {}
  for (i64 spins = 0; __atomic_load_n(&team->done, __ATOMIC_ACQUIRE) != chunks; spins++) {
    relax();
    if (spins > SPINS_BEFORE_YIELD && spins % 32 == 0) yield();
  }
}

/*
 * A worker's stay: takes chunks while there are some, and leaves after a while without. Time that the system gave to
 * others counts: on a crowded machine a worker that waits takes the processor from the caller it waits for.
 */
static void stay(Team *team, i64 worker) {
  u64 microsecond = ticks_per_microsecond(), since = ticks();
  for (u32 spins = 1; worker <= GET(team->seats); spins++) {
    if (take(team, worker)) {
      since = ticks();
      continue;
    }
    relax();
    if (spins % 64) continue;
    u64 idle = ticks() - since;
    if (idle > microsecond * (GET(team->pass) ? LINGER_IN_PASS : LINGER)) return;
    if (idle > microsecond * YIELD_AFTER) yield();
  }
}

/* ---- Profile ---------------------------------------------------------------------------------------------------- */

/* Adds the ticks since the last mark to those of kernel call `index`; -1 begins a pass. Without a profile: one branch. */
HIDDEN KEPT void sinter_mark(Call *call, i64 index) {
  i64 *profile = (i64 *)call->profile;
  if (!profile) return;
  i64 now = (i64)ticks();
  if (index < 0) profile[0] = now;
  else profile[2 + index] += now - profile[1];
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
