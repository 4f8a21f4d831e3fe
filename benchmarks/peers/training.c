/* Gradient descent in plain C. Usage: training CASE DATA STEPS; prints processor seconds and the loss after STEPS steps.
 * DATA: float64 numbers as written by benchmarks/cases.ts. Loops run along memory, so that strict arithmetic vectorizes
 * wherever the order of the sums allows. */
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

static double seconds(void) {
  struct timespec now;
  clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &now);
  return now.tv_sec + 1e-9 * now.tv_nsec;
}

static double *zeros(size_t n) { return calloc(n ? n : 1, sizeof(double)); }

/* beta = u^2 - v^2 on (1/2) |X beta - y|^2: plain steps of `rate`, or the longest dual steps, where that number is |X|^2 */
static double diagonal(const double *data, long steps, int dual, double *took) {
  int n = data[0], d = data[1];
  double rate = data[2];
  const double *X = data + 3, *y = X + n * d;
  double *u = zeros(d), *v = zeros(d), *beta = zeros(d), *r = zeros(n), *g = zeros(d);
  for (int j = 0; j < d; j++) u[j] = v[j] = 0.1;
  double start = seconds();
  for (long step = 0; step <= steps; step++) {
    for (int j = 0; j < d; j++) beta[j] = u[j] * u[j] - v[j] * v[j];
    for (int i = 0; i < n; i++) {
      double even = 0, odd = 0;
      const double *x = X + i * d;
      int k = 0;
      for (; k + 1 < d; k += 2) {
        even += x[k] * beta[k];
        odd += x[k + 1] * beta[k + 1];
      }
      if (k < d) even += x[k] * beta[k];
      r[i] = even + odd - y[i];
    }
    if (step == steps) break;
    memset(g, 0, d * sizeof(double));
    for (int i = 0; i < n; i++)
      for (int j = 0; j < d; j++) g[j] += r[i] * X[i * d + j];
    if (dual) {
      double fastest = 0, widest = 0;
      for (int j = 0; j < d; j++) {
        fastest = fmax(fastest, fabs(g[j]));
        widest = fmax(widest, u[j] * u[j] + v[j] * v[j]);
      }
      double h = fmin(0.25 / fastest, 1.8 / (4 * widest * rate));
      for (int j = 0; j < d; j++) {
        double factor = exp(-2 * h * g[j]);
        u[j] *= factor;
        v[j] /= factor;
      }
      continue;
    }
    for (int j = 0; j < d; j++) {
      u[j] -= 2 * rate * u[j] * g[j];
      v[j] += 2 * rate * v[j] * g[j];
    }
  }
  *took = seconds() - start;
  double loss = 0;
  for (int i = 0; i < n; i++) loss += r[i] * r[i];
  return loss / 2;
}

/* f(x) = a . relu(W'x + b) + c on (1/2n) |f - y|^2; theta = W (d x m), b, a, c */
static double network(const double *data, long steps, double *took) {
  int n = data[0], d = data[1], m = data[2], size = m * (d + 2) + 1;
  double rate = data[3];
  const double *X = data + 4, *y = X + n * d;
  double *theta = zeros(size), *grad = zeros(size), *H = zeros((size_t)n * m), *z = zeros(m), *f = zeros(n);
  memcpy(theta, y + n, size * sizeof(double));
  double *b = theta + d * m, *a = b + m, *gb = grad + d * m, *ga = gb + m;
  double start = seconds();
  for (long step = 0; step <= steps; step++) {
    for (int i = 0; i < n; i++) {
      double *h = H + (size_t)i * m;
      memcpy(h, b, m * sizeof(double));
      for (int j = 0; j < d; j++) {
        double x = X[i * d + j];
        const double *w = theta + j * m;
        for (int k = 0; k < m; k++) h[k] += x * w[k];
      }
      for (int k = 0; k < m; k++) h[k] = h[k] > 0 ? h[k] : 0;
      double even = 0, odd = 0;
      int k = 0;
      for (; k + 1 < m; k += 2) {
        even += h[k] * a[k];
        odd += h[k + 1] * a[k + 1];
      }
      if (k < m) even += h[k] * a[k];
      f[i] = even + odd + theta[size - 1];
    }
    if (step == steps) break;
    memset(grad, 0, size * sizeof(double));
    for (int i = 0; i < n; i++) {
      double delta = (f[i] - y[i]) / n;
      const double *h = H + (size_t)i * m;
      for (int k = 0; k < m; k++) ga[k] += delta * h[k];
      for (int k = 0; k < m; k++) z[k] = h[k] > 0 ? delta * a[k] : 0;
      for (int k = 0; k < m; k++) gb[k] += z[k];
      for (int j = 0; j < d; j++) {
        double x = X[i * d + j];
        double *w = grad + j * m;
        for (int k = 0; k < m; k++) w[k] += x * z[k];
      }
      grad[size - 1] += delta;
    }
    for (int k = 0; k < size; k++) theta[k] -= rate * grad[k];
  }
  *took = seconds() - start;
  double loss = 0;
  for (int i = 0; i < n; i++) loss += (f[i] - y[i]) * (f[i] - y[i]);
  return loss / (2 * n);
}

/* M = U U' on (1/2) sum (<A_i, M> - y_i)^2; A: n x d^2, U: d x d */
static double sensing(const double *data, long steps, double *took) {
  int n = data[0], d = data[1], dd = d * d;
  double rate = data[2];
  const double *A = data + 3, *y = A + n * dd;
  double *U = zeros(dd), *M = zeros(dd), *G = zeros(dd), *S = zeros(dd), *step_of = zeros(dd), *r = zeros(n);
  memcpy(U, y + n, dd * sizeof(double));
  double start = seconds();
  for (long step = 0; step <= steps; step++) {
    for (int i = 0; i < d; i++)
      for (int j = 0; j < d; j++) {
        double even = 0, odd = 0;
        int k = 0;
        for (; k + 1 < d; k += 2) {
          even += U[i * d + k] * U[j * d + k];
          odd += U[i * d + k + 1] * U[j * d + k + 1];
        }
        if (k < d) even += U[i * d + k] * U[j * d + k];
        M[i * d + j] = even + odd;
      }
    for (int i = 0; i < n; i++) {
      double even = 0, odd = 0;
      const double *x = A + i * dd;
      int k = 0;
      for (; k + 1 < dd; k += 2) {
        even += x[k] * M[k];
        odd += x[k + 1] * M[k + 1];
      }
      if (k < dd) even += x[k] * M[k];
      r[i] = even + odd - y[i];
    }
    if (step == steps) break;
    memset(G, 0, dd * sizeof(double));
    for (int i = 0; i < n; i++)
      for (int k = 0; k < dd; k++) G[k] += r[i] * A[i * dd + k];
    for (int i = 0; i < d; i++)
      for (int j = 0; j < d; j++) S[i * d + j] = G[i * d + j] + G[j * d + i];
    memset(step_of, 0, dd * sizeof(double));
    for (int i = 0; i < d; i++)
      for (int k = 0; k < d; k++)
        for (int j = 0; j < d; j++) step_of[i * d + j] += S[i * d + k] * U[k * d + j];
    for (int k = 0; k < dd; k++) U[k] -= rate * step_of[k];
  }
  *took = seconds() - start;
  double loss = 0;
  for (int i = 0; i < n; i++) loss += r[i] * r[i];
  return loss / 2;
}

int main(int count, char **words) {
  if (count != 4) return 2;
  FILE *file = fopen(words[2], "rb");
  if (!file) return 2;
  fseek(file, 0, SEEK_END);
  long bytes = ftell(file);
  rewind(file);
  double *data = malloc(bytes);
  if (fread(data, 1, bytes, file) != (size_t)bytes) return 2;
  long steps = atol(words[3]);
  double took = 0, loss = 0;
  if (!strcmp(words[1], "diagonal")) loss = diagonal(data, steps, 0, &took);
  else if (!strcmp(words[1], "dual")) loss = diagonal(data, steps, 1, &took);
  else if (!strcmp(words[1], "network")) loss = network(data, steps, &took);
  else if (!strcmp(words[1], "sensing")) loss = sensing(data, steps, &took);
  else return 3;
  printf("%.9g %.17g\n", took, loss);
  return 0;
}
