#!/usr/bin/env python3
"""SciPy's minimizers on the problems of org.roperator.problems, for comparison.

  apt-get install python3-scipy
  rop-bench/peers/minimize_scipy.py --set mgh > scipy.jsonl
  rop-bench/peers/minimize_scipy.py --set large --n 10000 --side 100
  rop-bench/peers/minimize_scipy.py --set compiled --n 10000
  rop-bench/peers/minimize_scipy.py --check

Prints one line of JSON for each problem, start and method; how many were solved goes to stderr. What
counts as solved: f within --ftol times max(1, |f*|) of a known minimum f*, or a gradient (projected
to the bounds, if there are any) of norm at most --gtol. The functions are in mgh.py and large.py;
--set compiled is one of them in C, see compiled.py. Times are the least of --repeat runs: of the
clock ("seconds") and of the process on all its threads ("cpu").
"""
import argparse
import json
import math
import os
import sys
import time
import warnings

# Vectors this short gain nothing from threads of OpenBLAS, whose waiting would count as CPU.
os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")

import numpy as np
import scipy
from scipy.optimize import Bounds, least_squares, minimize

import compiled
import large
import mgh

METHODS = ["trust-krylov", "trust-ncg", "Newton-CG", "L-BFGS-B", "least_squares"]
SETS = ["mgh", "large", "bounded", "compiled", "all"]


class TooLong(Exception):
    pass


class Counted:
    """The functions of a problem, counted and with a limit on time."""

    def __init__(self, problem, limit):
        self.problem = problem
        self.values = self.gradients = self.products = 0
        self.end = time.process_time() + limit
        self.at = None
        self.last = None

    def tick(self, x):
        self.last = x
        if time.process_time() > self.end:
            raise TooLong()

    def value(self, x):
        self.values += 1
        self.tick(x)
        return self.problem.value(x)

    def gradient(self, x):
        self.gradients += 1
        self.tick(x)
        return self.problem.gradient(x)

    def product(self, x, v):
        self.products += 1
        self.tick(self.last)
        if not hasattr(self.problem, "hessian"):
            return self.problem.product(x, v)
        # What depends on x alone is computed once.
        if self.at is None or not np.array_equal(self.at, x):
            self.at = x.copy()
            self.hessian = self.problem.hessian(x)
        return self.hessian(v)

    def residuals(self, x):
        self.values += 1
        self.tick(x)
        return self.problem.r(x)

    def jacobian(self, x):
        self.gradients += 1
        self.tick(x)
        return self.problem.jac(x)


def run(method, counted, x0, gtol):
    """x and the message."""
    p = counted.problem
    if method == "least_squares":
        bounds = (-np.inf, np.inf)
        # Its gradient is that of 1/2 of the sum of squares, in the maximum norm.
        s = least_squares(
            counted.residuals,
            x0,
            jac=counted.jacobian,
            bounds=bounds,
            xtol=1e-15,
            ftol=1e-15,
            gtol=gtol / 2 / math.sqrt(p.n),
            max_nfev=1000 * p.n,
        )
        return s.x, s.message
    if method == "L-BFGS-B":
        # gtol is in the maximum norm; ftol would end it long before.
        options = {
            "gtol": gtol / math.sqrt(p.n),
            "ftol": 0,
            "maxiter": 10**6,
            "maxfun": 10**6,
        }
        bounds = Bounds(p.lower, p.upper) if getattr(p, "bounded", False) else None
        s = minimize(
            counted.value, x0, jac=counted.gradient, method=method, bounds=bounds, options=options
        )
    elif method == "Newton-CG":
        # It has no tolerance for the gradient; xtol bounds the mean size of the step.
        s = minimize(
            counted.value,
            x0,
            jac=counted.gradient,
            hessp=counted.product,
            method=method,
            options={"xtol": gtol, "maxiter": 10000},
        )
    else:
        s = minimize(
            counted.value,
            x0,
            jac=counted.gradient,
            hessp=counted.product,
            method=method,
            options={"gtol": gtol, "maxiter": 10000},
        )
    message = s.message.decode() if isinstance(s.message, bytes) else s.message
    return s.x, message


def projected(problem, x, g):
    """The gradient without what the bounds hold, as the step x - P(x - g)."""
    if not getattr(problem, "bounded", False):
        return g
    return x - np.clip(x - g, problem.lower, problem.upper)


def finite(x):
    x = float(x)
    return x if math.isfinite(x) else None


def record(problem, minima, factor, method, arguments):
    x0 = problem.start(factor)
    seconds = cpu = math.inf
    for repetition in range(arguments.repeat):
        counted = Counted(problem, arguments.limit)
        begin, busy = time.perf_counter(), time.process_time()
        try:
            x, message = run(method, counted, x0.copy(), arguments.gtol)
        except TooLong:
            x, message = counted.last, f"stopped after {arguments.limit} s"
        except Exception as e:  # what SciPy throws is a result here
            x, message = counted.last, f"{type(e).__name__}: {e}"
        took = time.process_time() - busy
        seconds = min(seconds, time.perf_counter() - begin)
        cpu = min(cpu, took)
        if took > 1:
            break
    f = problem.value(x)
    g = projected(problem, x, problem.gradient(x))
    with np.errstate(all="ignore"):
        gnorm = np.linalg.norm(g)
    solved = any(abs(f - m) <= arguments.ftol * max(1, abs(m)) for m in minima)
    return {
        "peer": "scipy, compiled" if arguments.set == "compiled" else "scipy",
        "method": method,
        "problem": problem.name,
        "n": problem.n,
        "start": factor,
        "f": finite(f),
        "gnorm": finite(gnorm),
        "values": counted.values,
        "gradients": counted.gradients,
        "products": counted.products,
        "seconds": seconds,
        "cpu": cpu,
        "message": message,
        "solved": bool(solved or gnorm <= arguments.gtol),
    }


def chosen(arguments):
    """(problem, minima, factors, methods)"""
    if arguments.set in ("mgh", "all"):
        for p in mgh.all_problems():
            factors = [k for k in (1, 10, 100) if np.isfinite(p.value(p.start(k)))]
            yield p, mgh.MINIMA.get(p.name, [0]), factors, METHODS
    if arguments.set in ("large", "all"):
        for p in large.all_problems(arguments.n, arguments.side):
            yield p, p.minima, [1], METHODS[:-1]
    if arguments.set == "compiled":
        p = compiled.extended_rosenbrock(arguments.n - arguments.n % 4)
        yield p, p.minima, [1], METHODS[:-1]
    if arguments.set in ("bounded", "all"):
        for p in large.bounded_problems(arguments.side):
            minima = p.minima
            if not minima:
                x, _ = large.solve_membrane(p, arguments.side)
                minima = [p.value(x)]
            yield p, minima, [1], ["L-BFGS-B"]


def check():
    """Derivatives against differences, and the values at the starts. Returns whether all agree."""
    worst = 0
    random = np.random.default_rng(1)
    small = large.all_problems(24, 4) + large.bounded_problems(4)
    for p in mgh.all_problems() + small:
        for factor in (1, 10, 100) if hasattr(p, "r") else (1,):
            x = p.start(factor)
            if np.isfinite(p.value(x)):
                norm = np.linalg.norm(p.gradient(x))
                print(f"{p.name}: start times {factor}: f = {p.value(x)!r}, |g| = {norm!r}")
        # Beside the start, where nothing is zero by chance.
        x = p.x0 + 0.05 * random.uniform(size=p.n) * np.maximum(0.1, np.abs(p.x0))
        step = 1e-3 * np.maximum(0.1, np.abs(x)) * np.diag(np.ones(p.n))
        g = p.gradient(x)
        d = np.array([_slope(p.value, x, e) / np.max(e) for e in step])
        v = random.uniform(-1, 1, p.n) * np.maximum(0.1, np.abs(x))
        hv = p.product(x, v)
        e = _slope(p.gradient, x, 1e-3 * v) / 1e-3
        wrong = max(
            np.max(np.abs(d - g)) / np.max(np.abs(g)), np.max(np.abs(e - hv)) / np.max(np.abs(hv))
        )
        worst = max(worst, wrong)
        if wrong > 1e-5:
            print(f"{p.name}: derivatives differ from differences by {wrong:.1e}")
    print(f"derivatives agree with differences to {worst:.1e}")
    return worst <= 1e-5


def _slope(f, x, e):
    """The derivative along e by differences of sixth order."""
    parts = [(f(x + k * e) - f(x - k * e)) for k in (1, 2, 3)]
    return (45 * parts[0] - 9 * parts[1] + parts[2]) / 60


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--set", choices=SETS, default="mgh")
    parser.add_argument("--n", type=int, default=1000, help="unknowns of the large problems")
    parser.add_argument("--side", type=int, default=30, help="of the grids")
    parser.add_argument("--gtol", type=float, default=1e-8)
    parser.add_argument("--ftol", type=float, default=1e-8)
    parser.add_argument("--repeat", type=int, default=3, help="runs of which the fastest counts")
    parser.add_argument("--limit", type=float, default=60, help="seconds of CPU a run")
    parser.add_argument("--methods", default=",".join(METHODS))
    parser.add_argument("--check", action="store_true")
    arguments = parser.parse_args()
    warnings.simplefilter("ignore")
    np.seterr(all="ignore")
    print(
        f"SciPy {scipy.__version__}, numpy {np.__version__}, Python {sys.version.split()[0]}",
        file=sys.stderr,
    )
    if arguments.check:
        sys.exit(0 if check() else 1)
    # L-BFGS-B of SciPy 1.10 prints on the standard output now and then, whatever its options.
    lines = os.fdopen(os.dup(1), "w")
    os.dup2(2, 1)
    solved, tried = {}, {}
    for problem, minima, factors, methods in chosen(arguments):
        for factor in factors:
            for method in methods:
                if method in arguments.methods.split(","):
                    line = record(problem, minima, factor, method, arguments)
                    print(json.dumps(line), file=lines, flush=True)
                    key = (method, factor)
                    solved[key] = solved.get(key, 0) + line["solved"]
                    tried[key] = tried.get(key, 0) + 1
    for method, factor in sorted(tried):
        count = f"{solved[method, factor]} of {tried[method, factor]}"
        print(f"{method:14} start times {factor:3}: solved {count}", file=sys.stderr)


if __name__ == "__main__":
    main()
