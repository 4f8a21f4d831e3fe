/*
 * Twins in C of compiled words (src/numerics/kernels/assembly), on the memory of the WebAssembly instance: the same addresses,
 * the same order of every sum, no fused product (-ffp-contract=off), so the same bits. src/numerics/native/build.ts compiles this file.
 * A word takes its arguments from a box of numbers and leaves its result there: a call without arguments costs half of one with six.
 */
#define NAPI_VERSION 8
#include <node_api.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

/* W numbers a vector, H vectors a line of 8 numbers. */
#ifdef __AVX__
#define W 4
#else
#define W 2
#endif
#define H (8 / W)
typedef double vec __attribute__((vector_size(8 * W), aligned(8), may_alias));
typedef double two __attribute__((vector_size(16), aligned(8), may_alias));

static inline vec load(const double *p) { return *(const vec *)p; }
static inline void store(double *p, vec x) { *(vec *)p = x; }
static inline two loadTwo(const double *p) { return *(const two *)p; }
static inline vec all(double x) { return (vec){0} + x; }
static inline two bothOf(double x) { return (two){x, x}; }
#if W == 4
static inline vec pairs(const double *x) { two v = loadTwo(x); return __builtin_shufflevector(v, v, 0, 1, 0, 1); }
#else
static inline vec pairs(const double *x) { return loadTwo(x); }
#endif

/* ------------------------------------------------------------------------------------------------ quads.ts */

static void clear(double *at, int count) {
  for (; count > 0; count--) *at++ = 0;
}

static inline void put(const vec s[H], const double *y, double *out) {
  double t[8];
  for (int h = 0; h < H; h++) store(t + W * h, s[h]);
  for (int r = 0; r < 4; r++) out[r] = y ? t[2 * r] + t[2 * r + 1] - y[r] : t[2 * r] + t[2 * r + 1];
}

/* G panels at a time, from the last to the first. */
#define PANELS(G)                                                                                  \
  for (; i >= G; i -= G) {                                                                         \
    vec s[G][H] = {{{0}}};                                                                         \
    const double *a = p + (i - G) * far;                                                           \
    for (size_t q = 0; q < far; q += 8) {                                                          \
      const vec v = pairs(x + q / 4);                                                              \
      for (int g = 0; g < G; g++)                                                                  \
        for (int h = 0; h < H; h++) s[g][h] += load(a + g * far + q + W * h) * v;                  \
    }                                                                                              \
    for (int g = 0; g < G; g++) put(s[g], y ? y + 4 * (i - G + g) : 0, out + 4 * (i - G + g));     \
  }
static void quadDots(const double *p, int rows, int length, const double *x, const double *y, double *out) {
  const size_t far = 8 * (size_t)((length + 1) / 2);
  int i = (rows + 3) / 4;
#if W == 4
  PANELS(4)
#endif
  PANELS(2)
  PANELS(1)
  clear(out + rows, (4 - (rows & 3)) & 3);
}

#if W == 4
#define PICK(a, b, k) __builtin_shufflevector(a, b, k, k + 1, k + 4, k + 5)
#define QUAD(P, w)                                                                                 \
  {                                                                                                \
    const vec a = load(P), b = load((P) + 4), c = load((P) + 8), d = load((P) + 12);               \
    s += PICK(a, c, 0) * w##0;                                                                     \
    s += PICK(a, c, 2) * w##1;                                                                     \
    s += PICK(b, d, 0) * w##2;                                                                     \
    s += PICK(b, d, 2) * w##3;                                                                     \
  }
#endif
static void quadAccumulate(const double *p, int rows, int length, const double *w, double *out) {
  const int wide = (length + 1) / 2;
  const size_t far = 8 * (size_t)wide;
  memset(out, 0, 16 * (size_t)wide);
  for (int i = 0; i < rows; i += 8, p += 2 * far, w += 8) {
    const int more = i + 4 < rows;
    int q = 0;
#if W == 4
    const vec w0 = all(w[0]), w1 = all(w[1]), w2 = all(w[2]), w3 = all(w[3]);
    if (more) {
      const vec v0 = all(w[4]), v1 = all(w[5]), v2 = all(w[6]), v3 = all(w[7]);
      for (; q + 1 < wide; q += 2) {
        vec s = load(out + 2 * q);
        QUAD(p + 8 * q, w)
        QUAD(p + far + 8 * q, v)
        store(out + 2 * q, s);
      }
    } else
      for (; q + 1 < wide; q += 2) {
        vec s = load(out + 2 * q);
        QUAD(p + 8 * q, w)
        store(out + 2 * q, s);
      }
#endif
    for (; q < wide; q++) {
      two s = loadTwo(out + 2 * q);
      for (int r = 0; r < 4; r++) s += loadTwo(p + 8 * q + 2 * r) * bothOf(w[r]);
      if (more)
        for (int r = 0; r < 4; r++) s += loadTwo(p + far + 8 * q + 2 * r) * bothOf(w[4 + r]);
      *(two *)(out + 2 * q) = s;
    }
  }
  clear(out + length, length & 1);
}

/* ------------------------------------------------------------------------------------ factors.ts, at depth 2 */

typedef int64_t mask __attribute__((vector_size(8 * W)));

static inline vec choose(mask on, vec x, vec y) { return (vec)((on & (mask)x) | (~on & (mask)y)); }

#if W == 4
#define LANES (mask){0, 1, 2, 3}
#else
#define LANES (mask){0, 1}
#endif
/* What pads the entries stays 0: `left` of them are from here on. */
static inline vec padded(vec x, int left) {
  return left < W ? (vec)((LANES < (mask){0} + left) & (mask)x) : x;
}

/* What `image` keeps from vector to vector: the largest u^2 + v^2, and a sum that is NaN where one of them is. */
typedef struct {
  vec widest, sum;
} Width;

static inline void show(Width *width, vec a, vec b, const double *origin, double *beta) {
  const vec aa = a * a, bb = b * b, both = aa + bb;
  store(beta, aa - bb - load(origin));
  width->widest = choose(both < width->widest, width->widest, both);
  width->sum += both;
}

static inline double largest(const Width *width) {
  double most = 0, trace = 0;
  for (int k = 0; k < W; k++) {
    trace += width->sum[k];
    if (width->widest[k] > most) most = width->widest[k];
  }
  return trace != trace ? trace : most;
}

static double moved(double *u, double *v, const double *g, double rate, const double *origin, double *beta, int d) {
  const vec plus = all(rate), minus = all(-rate);
  Width width = {{0}, {0}};
  for (int j = 0; j < d; j += W) {
    const vec s = load(g + j);
    vec a = load(u + j), b = load(v + j);
    a = padded(a - plus * a * s, d - j);
    b = padded(b - minus * b * s, d - j);
    store(u + j, a);
    store(v + j, b);
    show(&width, a, b, origin + j, beta + j);
  }
  return largest(&width);
}

/* 2^52 + 2^51: added to an integer, leaves it in the low bits; taken away again, rounds to one. */
#define SHIFTER 6755399441055744.0

static inline vec floorOf(vec x) {
  const vec k = x + all(SHIFTER) - all(SHIFTER);
  return k - (vec)((mask)all(1) & (k > x));
}

/* expPair.ts, where -707 < x < 709. */
static inline vec exponential(vec x) {
  const vec k = floorOf(x * all(1.4426950408889634) + all(0.5));
  const vec high = x - k * all(0.6931471803691238), low = k * all(1.9082149292705877e-10);
  const vec r = high - low, z = r * r, z2 = z * z;
  const vec a = (all(0.16666666666666682) + r * all(0.0416666666666667)) +
                z * (all(0.008333333333316805) + r * all(0.001388888888886508));
  const vec b = ((all(0.00019841269896955365) + r * all(2.4801587365285684e-5)) +
                 z * (all(2.7557234299862643e-6) + r * all(2.755723851501255e-7))) +
                z2 * (all(2.5112228061066936e-8) + r * all(2.0925729608497398e-9));
  const vec y = all(1) + (high + (z * (all(0.5) + r * (a + z2 * b)) - low));
  return y * (vec)(((mask)(k + all(SHIFTER)) + 1023) << 52);
}

/* -1 where an exponent is beyond that: nothing is written then. */
static double mirrored(double *u, double *v, const double *g, double rate, const double *origin, double *beta, int d) {
  const vec plus = all(rate), minus = all(-rate);
  mask beyond = {0};
  for (int j = 0; j < d; j += W) {
    const vec x = plus * load(g + j);
    beyond |= ~((x > all(-707)) & (x < all(707)));
  }
  for (int k = 0; k < W; k++)
    if (beyond[k]) return -1;
  Width width = {{0}, {0}};
  for (int j = 0; j < d; j += W) {
    const vec s = load(g + j);
    const vec a = padded(load(u + j) * exponential(minus * s), d - j);
    const vec b = padded(load(v + j) * exponential(plus * s), d - j);
    store(u + j, a);
    store(v + j, b);
    show(&width, a, b, origin + j, beta + j);
  }
  return largest(&width);
}

static void drift(double *product, const double *g, double scale, int d) {
  for (int j = 0; j < d; j += W) {
    const vec s = load(g + j);
    store(product + j, padded(load(product + j) * (all(1) - all(scale) * s * s), d - j));
  }
}

/* ------------------------------------------------------------------------------------------------ Node-API */

/* What a thread has: its memory, and the box. */
typedef struct {
  char *memory;
  double *box;
} Thread;

#define WORD(name, ...)                                                                            \
  static napi_value name##Word(napi_env env, napi_callback_info info) {                            \
    Thread *thread;                                                                                \
    napi_get_cb_info(env, info, 0, 0, 0, (void **)&thread);                                        \
    double *b = thread->box;                                                                       \
    __VA_ARGS__;                                                                                   \
    return 0;                                                                                      \
  }
#define AT(k) ((double *)(thread->memory + (size_t)b[k]))
#define COUNT(k) ((int)b[k])

WORD(quadDots, quadDots(AT(0), COUNT(1), COUNT(2), AT(3), b[4] ? AT(4) : 0, AT(5)))
WORD(quadAccumulate, quadAccumulate(AT(0), COUNT(1), COUNT(2), AT(3), AT(4)))

WORD(moved, b[0] = moved(AT(1), AT(2), AT(3), b[4], AT(5), AT(6), COUNT(7)))
WORD(mirrored, b[0] = mirrored(AT(1), AT(2), AT(3), b[4], AT(5), AT(6), COUNT(7)))
WORD(drift, drift(AT(0), AT(1), b[2], COUNT(3)))

static const struct {
  const char *name;
  napi_callback word;
} WORDS[] = {{"quadDots", quadDotsWord}, {"quadAccumulate", quadAccumulateWord}, {"moved", movedWord}, {"mirrored", mirroredWord}, {"drift", driftWord}};

static void forget(napi_env env, void *thread, void *hint) { free(thread); }

/* words(memory, box): both are ArrayBuffers that never move. */
static napi_value words(napi_env env, napi_callback_info info) {
  size_t count = 2;
  napi_value given[2], table;
  Thread *thread = malloc(sizeof *thread);
  napi_get_cb_info(env, info, &count, given, 0, 0);
  napi_get_arraybuffer_info(env, given[0], (void **)&thread->memory, &count);
  napi_get_arraybuffer_info(env, given[1], (void **)&thread->box, &count);
  napi_create_object(env, &table);
  for (size_t k = 0; k < sizeof WORDS / sizeof *WORDS; k++) {
    napi_value word;
    napi_create_function(env, WORDS[k].name, NAPI_AUTO_LENGTH, WORDS[k].word, thread, &word);
    napi_set_named_property(env, table, WORDS[k].name, word);
  }
  napi_add_finalizer(env, table, thread, forget, 0, 0);
  return table;
}

NAPI_MODULE_INIT() {
  napi_value make;
  napi_create_function(env, "words", NAPI_AUTO_LENGTH, words, 0, &make);
  napi_set_named_property(env, exports, "words", make);
  return exports;
}
