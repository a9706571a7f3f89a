// The programs of org.roperator.bench.TapeProgram on the tape of ADOL-C, for comparison.
//
//   apt-get install g++ libadolc-dev
//   g++ -O3 -march=native rop-bench/peers/adolc.cpp -ladolc -o /tmp/adolc && /tmp/adolc
//
// Prints nanoseconds per operation, counted as in TapeProgram.operations(). Its gradient repeats
// the forward sweep, as a tape recorded once must at each new point.
#include <adolc/adolc.h>

#include <algorithm>
#include <chrono>
#include <cmath>
#include <cstdio>
#include <random>
#include <vector>

namespace {

const int CASES = 200, INPUTS = 20, HIDDEN = 30, CLASSES = 10;
double data[CASES][INPUTS];
int labels[CASES];

adouble rosenbrock(const std::vector<adouble> &x) {
  adouble sum = 0;
  for (size_t i = 0; i + 1 < x.size(); i++) {
    adouble t = x[i + 1] - x[i] * x[i];
    adouble u = 1 - x[i];
    sum += 100 * (t * t);
    sum += u * u;
  }
  return sum;
}

adouble network(const std::vector<adouble> &w) {
  const int bias = HIDDEN * INPUTS, second = bias + HIDDEN;
  adouble loss = 0;
  std::vector<adouble> h(HIDDEN), z(CLASSES);
  for (int c = 0; c < CASES; c++) {
    for (int j = 0; j < HIDDEN; j++) {
      adouble a = w[bias + j];
      for (int i = 0; i < INPUTS; i++) a += w[j * INPUTS + i] * data[c][i];
      h[j] = tanh(a);
    }
    double largest = -HUGE_VAL;
    for (int k = 0; k < CLASSES; k++) {
      adouble a = w[second + CLASSES * HIDDEN + k];
      for (int j = 0; j < HIDDEN; j++) a += w[second + k * HIDDEN + j] * h[j];
      z[k] = a;
      largest = std::max(largest, a.value());
    }
    adouble sum = 0;
    for (int k = 0; k < CLASSES; k++) sum += exp(z[k] - largest);
    loss += log(sum) + largest - z[labels[c]];
  }
  return loss / CASES;
}

template <class F>
double best(int runs, F run) {
  double least = HUGE_VAL;
  for (int i = 0; i < runs; i++) {
    auto start = std::chrono::steady_clock::now();
    run();
    std::chrono::duration<double, std::nano> time = std::chrono::steady_clock::now() - start;
    least = std::min(least, time.count());
  }
  return least;
}

void measure(const char *name, int n, double operations, adouble (*program)(const std::vector<adouble> &)) {
  std::mt19937_64 random(1);
  std::normal_distribution<double> normal;
  std::vector<double> w(n), v(n), gradient(n), hv(n);
  for (double &x : w) x = 0.3 * normal(random);
  for (double &x : v) x = normal(random);
  auto record = [&] {
    trace_on(1, 1);
    std::vector<adouble> x(n);
    for (int i = 0; i < n; i++) x[i] <<= w[i];
    adouble y = program(x);
    double value;
    y >>= value;
    trace_off();
  };
  record();
  double recording = best(20, record);
  double sweep = best(20, [&] { ::gradient(1, n, w.data(), gradient.data()); });
  double product = best(20, [&] { hess_vec(1, n, w.data(), v.data(), hv.data()); });
  std::printf("%s: recording %.1f, gradient %.1f, Hv %.1f ns\n", name, recording / operations,
              sweep / operations, product / operations);
}

}  // namespace

int main() {
  std::mt19937_64 random(2);
  std::normal_distribution<double> normal;
  for (auto &row : data)
    for (double &x : row) x = normal(random);
  for (int &label : labels) label = static_cast<int>(random() % CLASSES);
  measure("Rosenbrock chain", 100000, 8.0 * 99999 - 1, rosenbrock);
  measure("tanh network", HIDDEN * INPUTS + HIDDEN + CLASSES * HIDDEN + CLASSES, 370400, network);
}
