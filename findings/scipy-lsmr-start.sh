#!/usr/bin/env bash
# SciPy 1.10.1 (Debian 12, python3-scipy), Python 3.11.
# lsmr(A, b, damp, x0=...): the start x0 changes the solution, not only the way to it. Its text says that |Ax - b|^2 +
# damp^2 |x|^2 is minimised; with a start it is |Ax - b|^2 + damp^2 |x - x0|^2. A damped step started warm, from the step
# before, is another one than started cold.
# Guess written down before: the minimiser for |x|^2, with x0 as without. Missed.
# Seen for damp 1: "1.5882 1.2353" without x0, "5.4118 -0.2353" with x0 = (10, -5), and the two minimisers from the
# normal equations, of |x|^2 and of |x - x0|^2, the same numbers.
# Needs the system's Python 3.11, and package lists (apt-get update).
set -euo pipefail
tmp=$(mktemp -d)
trap 'rm -rf "$tmp"' EXIT
cd "$tmp"
apt-get download -q python3-scipy=1.10.1-2 python3-numpy=1:1.24.2-1+deb12u1 python3-decorator libblas3 liblapack3 libgfortran5 libquadmath0 liblbfgsb0 > log.txt 2>&1
for package in *.deb; do dpkg -x "$package" root; done
libraries=$tmp/root/usr/lib/$(uname -m)-linux-gnu
export LD_LIBRARY_PATH=$libraries/blas:$libraries/lapack:$libraries PYTHONPATH=$tmp/root/usr/lib/python3/dist-packages
cat > damped.py <<'PY'
import numpy as np
from scipy.sparse.linalg import lsmr

A = np.array([[1.0, 0.0], [0.0, 2.0], [1.0, 1.0]])
b = np.array([1.0, 2.0, 5.0])
x0 = np.array([10.0, -5.0])


def show(x):
    print(" ".join(f"{v:.4f}" for v in x))


show(lsmr(A, b, damp=1.0, atol=1e-14, btol=1e-14)[0])
show(lsmr(A, b, damp=1.0, atol=1e-14, btol=1e-14, x0=x0)[0])
show(np.linalg.solve(A.T @ A + np.eye(2), A.T @ b))
show(np.linalg.solve(A.T @ A + np.eye(2), A.T @ b + x0))
PY
/usr/bin/python3 damped.py | tee seen.txt
diff seen.txt - <<'SEEN'
1.5882 1.2353
5.4118 -0.2353
1.5882 1.2353
5.4118 -0.2353
SEEN
