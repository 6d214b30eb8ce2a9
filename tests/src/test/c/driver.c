/*
 * Runs one forward pass of a model's AArch64 code under an emulator; freestanding, no libc.
 *
 * stdin:  i64 weights, inputs, outputs, symbols, arena bytes, scratch bytes;
 *         i64 bytes of each weights file, input and output; i64 value of each symbol;
 *         the bytes of each weights file and input.
 * stdout: i64 status, i64 detail; the bytes of each output.
 */

typedef long long i64;

typedef struct Call {
  i64 weights, buffers, symbols, arena, scratch, scratchBytes, team, cancel, status, detail, profile;
} Call;

extern int sinter_entry_neon(Call *call);

const struct { i64 abi, count; } sinter_descriptor = {3, 0};

enum { MOST = 256, SYS_READ = 63, SYS_WRITE = 64, SYS_EXIT = 93, SYS_MMAP = 222 };

static i64 sys(i64 number, i64 a, i64 b, i64 c, i64 d, i64 e, i64 f) {
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

static void stop(int code) {
  for (;;) sys(SYS_EXIT, code, 0, 0, 0, 0, 0);
}

/* read and write until all is done: the kernel may do less */
static void transfer(i64 number, i64 file, i64 at, i64 bytes) {
  while (bytes > 0) {
    i64 done = sys(number, file, at, bytes, 0, 0, 0);
    if (done <= 0) stop(2);
    at += done, bytes -= done;
  }
}

static i64 memory(i64 bytes) {
  i64 address = sys(SYS_MMAP, 0, bytes + 4096, 3, 0x22, -1, 0);
  if (address < 0) stop(3);
  return address;
}

static i64 head[6], sizes[3 * MOST], symbols[MOST], weights[MOST], buffers[2 * MOST];

__attribute__((visibility("default"))) void _start(void) {
  transfer(SYS_READ, 0, (i64)head, sizeof head);
  i64 count = head[0], in = head[1], out = head[2];
  if (count > MOST || in > MOST || out > MOST || head[3] > MOST) stop(4);
  transfer(SYS_READ, 0, (i64)sizes, 8 * (count + in + out));
  transfer(SYS_READ, 0, (i64)symbols, 8 * head[3]);
  for (i64 i = 0; i < count + in; i++) {
    i64 address = memory(sizes[i]);
    transfer(SYS_READ, 0, address, sizes[i]);
    if (i < count) weights[i] = address;
    else buffers[i - count] = address;
  }
  for (i64 i = 0; i < out; i++) buffers[in + i] = memory(sizes[count + in + i]);
  static Call call;
  call.weights = (i64)weights, call.buffers = (i64)buffers, call.symbols = (i64)symbols;
  call.arena = memory(head[4]), call.scratch = memory(head[5]), call.scratchBytes = head[5];
  sinter_entry_neon(&call);
  transfer(SYS_WRITE, 1, (i64)&call.status, 16);
  for (i64 i = 0; i < out; i++) transfer(SYS_WRITE, 1, buffers[in + i], sizes[count + in + i]);
  stop(0);
}
