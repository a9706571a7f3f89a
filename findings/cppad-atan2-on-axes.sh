#!/usr/bin/env bash
# CppAD 20141230 as it ships in TMB 1.9.2 (Debian 12, r-cran-tmb), g++ 12. Later releases of CppAD compute atan2 otherwise.
# atan2(y, x) is smooth on both axes but for x <= 0 = y, with the slopes x / r^2 by y and -y / r^2 by x. Of these CppAD gives the
# one that leads off the axis as 0: 0 for 2 by y at (0, 0.5), and 0 for -2 by x at (0.5, 0). Beside the axes it is right.
# It is made of abs, whose slope at 0 it takes as 0.
# No guess was written down for this line; the slopes are those of any table.
# Seen: the lines at the end: y, x, angle, slope by y, slope by x.
# TMB's headers want four names that TMB.hpp defines, given here as in it. Needs package lists (apt-get update).
set -euo pipefail
tmp=$(mktemp -d)
trap 'rm -rf "$tmp"' EXIT
cd "$tmp"
apt-get download -q r-cran-tmb=1.9.2-1 libeigen3-dev=3.4.0-4 > log.txt 2>&1
for package in *.deb; do dpkg -x "$package" root; done
cat > angle.cpp <<'CPP'
#include <iostream>
static std::ostream &Rcout = std::cout;
#define CSKIP(...) __VA_ARGS__
template <class T> struct isDouble { enum { value = false }; };
template <> struct isDouble<double> { enum { value = true }; };
#include <cppad/cppad.hpp>
#include <cstdio>
#include <vector>

static void print(double y, double x) {
  std::vector<double> at = {y, x};
  std::vector<CppAD::AD<double>> inputs = {y, x};
  CppAD::Independent(inputs);
  std::vector<CppAD::AD<double>> angle = {atan2(inputs[0], inputs[1])};
  CppAD::ADFun<double> function(inputs, angle);
  double value = function.Forward(0, at)[0];
  std::vector<double> slopes = function.Reverse(1, std::vector<double>{1});
  std::printf("%g %g %.4f %g %g\n", y, x, value, slopes[0] + 0.0, slopes[1] + 0.0);
}

int main() {
  std::printf("%s\n", CPPAD_PACKAGE_STRING);
  print(0, 0.5);
  print(1e-9, 0.5);
  print(0.5, 0);
  print(0.5, 1e-9);
}
CPP
g++ -w -O0 -DNDEBUG -std=c++14 angle.cpp -I root/usr/lib/R/site-library/TMB/include -I root/usr/include/eigen3 -o angle
./angle | tee seen.txt
diff seen.txt - <<'SEEN'
cppad-20141230
0 0.5 0.0000 0 0
1e-09 0.5 0.0000 2 -4e-09
0.5 0 1.5708 0 0
0.5 1e-09 1.5708 4e-09 -2
SEEN
