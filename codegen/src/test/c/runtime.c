/* Stands in for the native half of the runtime: one trampoline and a serial parallel loop. */
typedef long long i64;

struct Descriptor {
  i64 abi, count;
};
extern const struct Descriptor sinter_descriptor;

void sinter_parallel(void *call, void (*body)(void *, void *, i64, i64, i64), void *frame,
                     i64 count, i64 grain) {
  (void)grain;
  body(call, frame, 0, count, 0);
}

int JNI_OnLoad(void *vm, void *reserved) {
  (void)vm;
  (void)reserved;
  return sinter_descriptor.abi == 1 ? 0x00010008 : -1;
}

i64 Java_org_sinter_runtime_Native_descriptor(void *env, void *type) {
  (void)env;
  (void)type;
  return (i64)&sinter_descriptor;
}

void *memset(void *to, int value, unsigned long long count) {
  for (unsigned long long i = 0; i < count; i++) ((unsigned char *)to)[i] = (unsigned char)value;
  return to;
}

#if defined(_WIN32)
int _fltused = 1;
#endif
