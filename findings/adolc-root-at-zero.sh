#!/usr/bin/env bash
# ADOL-C 2.7.2 (Debian 12, libadolc-dev), g++ 12.
# gradient() of sqrt(x) at x = 0 is 0, where the slope is infinite, and the return code is 3, which by its manual says that
# the function is analytic there. hessian() has NaN, with the same code. (abs at 0 gives code 1.)
# Guess written down before: an infinite slope. Missed.
# Seen: "0 3 nan 3": slope, code, second derivative, code.
# Needs package lists (apt-get update).
set -euo pipefail
tmp=$(mktemp -d)
trap 'rm -rf "$tmp"' EXIT
cd "$tmp"
apt-get download -q libadolc-dev=2.7.2-6 libadolc2=2.7.2-6 libcolpack0v5 > log.txt 2>&1
for package in *.deb; do dpkg -x "$package" root; done
libraries=$tmp/root/usr/lib/$(uname -m)-linux-gnu
cat > root.cpp <<'CPP'
#include <adolc/adolc.h>
#include <cmath>
#include <cstdio>

int main() {
  double x[1] = {0.0};
  double y;
  adouble active, result;
  trace_on(1);
  active <<= x[0];
  result = sqrt(active);
  result >>= y;
  trace_off();
  double slope[1];
  int gradientCode = gradient(1, 1, x, slope);
  double row[1];
  double *rows[1] = {row};
  int hessianCode = hessian(1, 1, x, rows);
  std::printf("%g %d %s %d\n", slope[0], gradientCode, std::isnan(row[0]) ? "nan" : "finite", hessianCode);
}
CPP
g++ -w root.cpp -I root/usr/include -L "$libraries" -ladolc -Wl,-rpath-link,"$libraries" -o root-at-zero
seen=$(LD_LIBRARY_PATH=$libraries ./root-at-zero)
echo "slope of the root at 0, code, second derivative, code: $seen"
[ "$seen" = "0 3 nan 3" ]
