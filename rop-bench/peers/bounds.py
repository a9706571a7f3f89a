"""Minima and counts of SciPy within bounds, for the tests of org.roperator.optimize.smooth.

Prints, for each problem of BoundedProblems and each method, the value, the largest entry of the
projected gradient, iterations, evaluations of value and gradient, and Hessian-vector products.
Run: python3 bounds.py [points on a side of the grids, 100 unless told]
"""

import sys
import warnings

import numpy as np
import scipy
from scipy.optimize import Bounds, minimize
from scipy.sparse import diags, identity, kron

warnings.simplefilter("ignore")
INF = np.inf


def rosenbrock(x):
    a, b = x
    return (
        100 * (b - a * a) ** 2 + (1 - a) ** 2,
        np.array([-400 * a * (b - a * a) - 2 * (1 - a), 200 * (b - a * a)]),
        np.array([[1200 * a * a - 400 * b + 2, -400 * a], [-400 * a, 200.0]]),
    )


def hs3(x):
    d = x[1] - x[0]
    return x[1] + 1e-5 * d * d, np.array([-2e-5 * d, 1 + 2e-5 * d]), 2e-5 * np.array([[1, -1], [-1, 1.0]])


def hs4(x):
    return (x[0] + 1) ** 3 / 3 + x[1], np.array([(x[0] + 1) ** 2, 1.0]), np.array([[2 * (x[0] + 1), 0], [0, 0.0]])


def hs5(x):
    s, d = x[0] + x[1], x[0] - x[1]
    f = np.sin(s) + d * d - 1.5 * x[0] + 2.5 * x[1] + 1
    g = np.array([np.cos(s) + 2 * d - 1.5, np.cos(s) - 2 * d + 2.5])
    return f, g, -np.sin(s) * np.ones((2, 2)) + 2 * np.array([[1, -1], [-1, 1.0]])


def hs38(x):
    a, b, c, d = x
    f = (100 * (b - a * a) ** 2 + (1 - a) ** 2 + 90 * (d - c * c) ** 2 + (1 - c) ** 2
         + 10.1 * ((b - 1) ** 2 + (d - 1) ** 2) + 19.8 * (b - 1) * (d - 1))
    g = np.array([
        -400 * a * (b - a * a) - 2 * (1 - a),
        200 * (b - a * a) + 20.2 * (b - 1) + 19.8 * (d - 1),
        -360 * c * (d - c * c) - 2 * (1 - c),
        180 * (d - c * c) + 20.2 * (d - 1) + 19.8 * (b - 1)])
    h = np.array([
        [1200 * a * a - 400 * b + 2, -400 * a, 0, 0],
        [-400 * a, 220.2, 0, 19.8],
        [0, 0, 1080 * c * c - 360 * d + 2, -360 * c],
        [0, 19.8, -360 * c, 200.2]])
    return f, g, h


def hs45(x):
    p = np.prod(x)
    n = len(x)
    h = np.zeros((n, n))
    for i in range(n):
        for j in range(n):
            if i != j:
                h[i, j] = -np.prod(np.delete(x, [i, j])) / 120
    return 2 - p / 120, np.array([-np.prod(np.delete(x, i)) / 120 for i in range(n)]), h


def hs110(x):
    p = np.prod(x) ** 0.2
    a, b = np.log(x - 2), np.log(10 - x)
    g = 2 * a / (x - 2) - 2 * b / (10 - x) - 0.2 * p / x
    h = np.diag(2 * (1 - a) / (x - 2) ** 2 + 2 * (1 - b) / (10 - x) ** 2 + 0.2 * p / x**2)
    return np.sum(a * a + b * b) - p, g, h - 0.04 * p * np.outer(1 / x, 1 / x)


def grid(m, load):
    t = diags([-1, 2, -1], [-1, 0, 1], shape=(m, m))
    a = (kron(t, identity(m)) + kron(identity(m), t)).tocsr()
    b = np.full(m * m, load / (m + 1) ** 2)
    return lambda x: (0.5 * x @ (a @ x) - b @ x, a @ x - b, a)


def torsion(m):
    i = np.arange(m)
    near = np.minimum(i, m - 1 - i) + 1
    most = np.minimum.outer(near, near).ravel() / (m + 1)
    return -most, most


def obstacle(m):
    i = (np.arange(m) + 1) / (m + 1)
    return np.outer(np.sin(3.2 * i), np.sin(3.3 * i)).ravel() ** 3, np.full(m * m, 2000.0)


def problems(m):
    yield "HS1", rosenbrock, [-INF, -1.5], [INF, INF], [-2, 1]
    yield "HS2", rosenbrock, [-INF, 1.5], [INF, INF], [2, 3]
    yield "HS3", hs3, [-INF, 0], [INF, INF], [10, 1]
    yield "HS4", hs4, [1, 0], [INF, INF], [1.125, 0.125]
    yield "HS5", hs5, [-1.5, -3], [4, 3], [0, 0]
    yield "HS38", hs38, [-10] * 4, [10] * 4, [-3, -1, -3, -1]
    yield "HS45", hs45, [0] * 5, [1, 2, 3, 4, 5], [2] * 5
    yield "HS110", hs110, [2.001] * 10, [9.999] * 10, [9] * 10
    for load in (5, 10, 20):
        yield f"torsion {load}", grid(m, load), *torsion(m), np.zeros(m * m)
    yield "obstacle", grid(m, 1), *obstacle(m), np.zeros(m * m)


def projected(x, g, low, high):
    out = g.copy()
    out[(x <= low) & (g > 0)] = 0
    out[(x >= high) & (g < 0)] = 0
    return out


def main():
    m = int(sys.argv[1]) if len(sys.argv) > 1 else 100
    print("SciPy", scipy.__version__)
    for name, f, low, high, start in problems(m):
        low, high = np.array(low, float), np.array(high, float)
        start = np.clip(np.array(start, float), low, high)
        first = np.abs(projected(start, f(start)[1], low, high)).max()
        for method in ("L-BFGS-B", "trust-constr", "TNC"):
            if method != "L-BFGS-B" and len(start) > 1000:
                continue
            counts = [0, 0]
            products = [0]

            def both(x):
                counts[0] += 1
                value, gradient, _ = f(x)
                return value, gradient

            def hessp(x, v):
                products[0] += 1
                return f(x)[2] @ v

            options = {
                "L-BFGS-B": dict(maxcor=10, ftol=0, gtol=1e-8 * first, maxiter=2000, maxfun=4000),
                "trust-constr": dict(gtol=1e-8 * first, xtol=1e-14, maxiter=2000),
                "TNC": dict(gtol=1e-8 * first, ftol=0, xtol=0, maxfun=4000),
            }[method]
            more = dict(hessp=hessp) if method == "trust-constr" else {}
            r = minimize(both, start, jac=True, method=method, bounds=Bounds(low, high), options=options, **more)
            left = np.abs(projected(r.x, f(r.x)[1], low, high)).max()
            print(f"{name:12s} {method:12s} value {r.fun:.15g} left {left:.2e} iterations {r.nit}"
                  f" evaluations {counts[0]} products {products[0]}")


main()
