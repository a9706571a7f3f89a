"""Extended Rosenbrock in C, called through ctypes: how SciPy fares where its callbacks are compiled.

What remains of Python is SciPy itself, numpy's operations on whole arrays, and one foreign call for
each value, gradient and product. gcc builds the function once, into a temporary folder.
"""
import ctypes
import pathlib
import subprocess
import tempfile

import numpy as np

import large

SOURCE = """
double value(int n, const double *x) {
  double sum = 0;
  for (int i = 0; i < n; i += 2) {
    double t = x[i + 1] - x[i] * x[i], u = 1 - x[i];
    sum += 100 * t * t + u * u;
  }
  return sum;
}

void gradient(int n, const double *x, double *g) {
  for (int i = 0; i < n; i += 2) {
    double t = 200 * (x[i + 1] - x[i] * x[i]);
    g[i] = 2 * (x[i] - 1) - 2 * t * x[i];
    g[i + 1] = t;
  }
}

void product(int n, const double *x, const double *v, double *hv) {
  for (int i = 0; i < n; i += 2) {
    double a = 1200 * x[i] * x[i] - 400 * x[i + 1] + 2, b = -400 * x[i];
    hv[i] = a * v[i] + b * v[i + 1];
    hv[i + 1] = b * v[i] + 200 * v[i + 1];
  }
}
"""

ARRAY = ctypes.POINTER(ctypes.c_double)


def built():
    folder = pathlib.Path(tempfile.mkdtemp())
    source, library = folder / "rosenbrock.c", folder / "rosenbrock.so"
    source.write_text(SOURCE)
    subprocess.run(
        ["gcc", "-O3", "-march=native", "-shared", "-fPIC", "-o", library, source], check=True
    )
    c = ctypes.CDLL(str(library))
    c.value.argtypes = [ctypes.c_int, ARRAY]
    c.value.restype = ctypes.c_double
    c.gradient.argtypes = [ctypes.c_int, ARRAY, ARRAY]
    c.product.argtypes = [ctypes.c_int, ARRAY, ARRAY, ARRAY]
    return c


def pointer(x):
    return x.ctypes.data_as(ARRAY)


def extended_rosenbrock(n):
    """As in large.py, which it is checked against."""
    c = built()

    def value(x):
        x = np.ascontiguousarray(x)
        return c.value(n, pointer(x))

    def gradient(x):
        x = np.ascontiguousarray(x)
        g = np.empty(n)
        c.gradient(n, pointer(x), pointer(g))
        return g

    def hessian(x):
        x = np.array(x)

        def product(v):
            v = np.ascontiguousarray(v)
            hv = np.empty(n)
            c.product(n, pointer(x), pointer(v), pointer(hv))
            return hv

        return product

    numpy = large.extended_rosenbrock(n)
    x = np.linspace(-1, 1, n)
    v = np.cos(np.arange(n))
    same = np.allclose(value(x), numpy.value(x), rtol=1e-12, atol=0)
    same &= np.allclose(gradient(x), numpy.gradient(x), rtol=1e-12, atol=1e-12)
    same &= np.allclose(hessian(x)(v), numpy.product(x, v), rtol=1e-12, atol=1e-9)
    if not same:
        raise AssertionError("C and numpy disagree on Extended Rosenbrock")
    return large.Problem(numpy.name, numpy.x0, value, gradient, hessian, minima=[0])
