"""The test functions of Moré, Garbow and Hillstrom (1981), as residuals and Jacobians in numpy.

A second implementation, apart from that in Java: written from the definitions in

  J. J. Moré, B. S. Garbow, K. E. Hillstrom, Testing unconstrained optimization software,
  ACM Transactions on Mathematical Software 7 (1981), 17-41,

with f(x) = sum of r_i(x)^2, no factor 1/2. Residuals take float, complex and mpmath arrays, so that
they can be differentiated by complex steps and by differences in 60 digits; Jacobians take float and
complex ones.
"""
import numpy as np


def lifted(name, mp_name=None):
    """A function of numpy that takes arrays of mpmath numbers too."""
    of_numpy = getattr(np, name)

    def f(x):
        if getattr(x, "dtype", None) == object or type(x).__module__.startswith("mpmath"):
            import mpmath

            g = getattr(mpmath, mp_name or name)
            return np.frompyfunc(g, 1, 1)(x)
        return of_numpy(x)

    return f


exp, sin, cos, log, sqrt = (lifted(n) for n in ("exp", "sin", "cos", "log", "sqrt"))
arctan = lifted("arctan", "atan")


def cat(*parts):
    return np.concatenate([np.atleast_1d(np.asarray(p)) for p in parts])


class Problem:
    """name, n, residuals r(x), their Jacobian, and the published start."""

    def __init__(self, name, start, residuals, jacobian, zero_start=False):
        self.name = name
        self.x0 = np.asarray(start, dtype=float)
        self.n = len(self.x0)
        self.r = residuals
        self.jac = jacobian
        self.m = len(residuals(self.x0))

    def start(self, factor):
        """factor times the start; the zero start of Watson's function becomes (factor, ..., factor)."""
        if factor == 1:
            return self.x0.copy()
        return factor * self.x0 if np.any(self.x0) else np.full(self.n, float(factor))

    def value(self, x):
        r = self.r(x)
        return np.dot(r, r)

    def gradient(self, x):
        return 2 * (self.jac(x).T @ self.r(x))

    def product(self, x, v):
        """The Hessian of f times v, by a complex step of the gradient: exact to rounding."""
        size = np.max(np.abs(v))
        if size == 0:
            return np.zeros_like(v)
        h = 1e-100
        return self.gradient(x + 1j * (h / size) * v).imag * (size / h)


def rows(*rows_):
    """A Jacobian from its rows, whose entries may be numbers."""
    return np.array(rows_)


def columns(*columns_):
    """A Jacobian from its columns, which may be single numbers."""
    m = max(np.size(c) for c in columns_)
    return np.stack([np.broadcast_to(c, (m,)) for c in columns_], axis=1)


# --- systems of two to four unknowns -------------------------------------------------------------


def rosenbrock():
    return Problem(
        "Rosenbrock",
        [-1.2, 1],
        lambda x: cat(10 * (x[1] - x[0] ** 2), 1 - x[0]),
        lambda x: rows([-20 * x[0], 10], [-1, 0]),
    )


def freudenstein_roth():
    return Problem(
        "Freudenstein and Roth",
        [0.5, -2],
        lambda x: cat(
            -13 + x[0] + ((5 - x[1]) * x[1] - 2) * x[1],
            -29 + x[0] + ((x[1] + 1) * x[1] - 14) * x[1],
        ),
        lambda x: rows([1, 10 * x[1] - 3 * x[1] ** 2 - 2], [1, 3 * x[1] ** 2 + 2 * x[1] - 14]),
    )


def powell_badly_scaled():
    return Problem(
        "Powell badly scaled",
        [0, 1],
        lambda x: cat(1e4 * x[0] * x[1] - 1, exp(-x[0]) + exp(-x[1]) - 1.0001),
        lambda x: rows([1e4 * x[1], 1e4 * x[0]], [-exp(-x[0]), -exp(-x[1])]),
    )


def brown_badly_scaled():
    return Problem(
        "Brown badly scaled",
        [1, 1],
        lambda x: cat(x[0] - 1e6, x[1] - 2e-6, x[0] * x[1] - 2),
        lambda x: rows([1, 0], [0, 1], [x[1], x[0]]),
    )


def beale():
    y = np.array([1.5, 2.25, 2.625])
    i = np.array([1, 2, 3])
    return Problem(
        "Beale",
        [1, 1],
        lambda x: y - x[0] * (1 - x[1] ** i),
        lambda x: columns(-(1 - x[1] ** i), x[0] * i * x[1] ** (i - 1)),
    )


def jennrich_sampson(m=10):
    i = np.arange(1, m + 1)
    return Problem(
        "Jennrich and Sampson",
        [0.3, 0.4],
        lambda x: 2 + 2 * i - (exp(i * x[0]) + exp(i * x[1])),
        lambda x: columns(-i * exp(i * x[0]), -i * exp(i * x[1])),
    )


def helical_valley():
    def theta(x):
        if np.real(x[0]) == 0:
            return 0.25 * np.sign(np.real(x[1]))
        t = arctan(x[1] / x[0]) / (2 * _pi(x))
        return t if complex(x[0]).real > 0 else t + 0.5

    def jacobian(x):
        s = x[0] ** 2 + x[1] ** 2
        d = sqrt(s)
        return rows(
            [100 * x[1] / (2 * np.pi * s), -100 * x[0] / (2 * np.pi * s), 10],
            [10 * x[0] / d, 10 * x[1] / d, 0],
            [0, 0, 1],
        )

    return Problem(
        "Helical valley",
        [-1, 0, 0],
        lambda x: cat(
            10 * (x[2] - 10 * theta(x)), 10 * (sqrt(x[0] ** 2 + x[1] ** 2) - 1), x[2]
        ),
        jacobian,
    )


def _pi(x):
    if x.dtype == object:
        import mpmath

        return mpmath.mp.pi
    return np.pi


def bard():
    y = np.array(
        [0.14, 0.18, 0.22, 0.25, 0.29, 0.32, 0.35, 0.39, 0.37, 0.58, 0.73, 0.96, 1.34, 2.10, 4.39]
    )
    u = np.arange(1.0, 16)
    v = 16 - u
    w = np.minimum(u, v)

    def jacobian(x):
        d = u / (v * x[1] + w * x[2]) ** 2
        return columns(-1, v * d, w * d)

    return Problem("Bard", [1, 1, 1], lambda x: y - (x[0] + u / (v * x[1] + w * x[2])), jacobian)


def gaussian():
    half = [0.0009, 0.0044, 0.0175, 0.0540, 0.1295, 0.2420, 0.3521]
    y = np.array(half + [0.3989] + half[::-1])
    t = (8 - np.arange(1.0, 16)) / 2

    def jacobian(x):
        d = t - x[2]
        e = exp(-x[1] * d**2 / 2)
        return columns(e, -x[0] * e * d**2 / 2, x[0] * e * x[1] * d)

    return Problem(
        "Gaussian",
        [0.4, 1, 0],
        lambda x: x[0] * exp(-x[1] * (t - x[2]) ** 2 / 2) - y,
        jacobian,
    )


def meyer():
    y = np.array(
        [34780, 28610, 23650, 19630, 16370, 13720, 11540, 9744]
        + [8261, 7030, 6005, 5147, 4427, 3820, 3307, 2872]
    ).astype(float)
    t = 45 + 5 * np.arange(1.0, 17)

    def jacobian(x):
        d = t + x[2]
        e = exp(x[1] / d)
        return columns(e, x[0] * e / d, -x[0] * e * x[1] / d**2)

    return Problem(
        "Meyer", [0.02, 4000, 250], lambda x: x[0] * exp(x[1] / (t + x[2])) - y, jacobian
    )


def gulf(m=99):
    """exp(-|y_i - x_2|^x_3 / x_1) - t_i: the paper prints y_i m i x_2, a known misprint."""
    t = np.arange(1, m + 1) / 100
    y = 25 + (-50 * np.log(t)) ** (2 / 3)

    def mp_data(x):
        if x.dtype != object:
            return t, y
        import mpmath

        tt = [mpmath.mpf(i) / 100 for i in range(1, m + 1)]
        two_thirds = mpmath.mpf(2) / 3
        return np.array(tt), np.array([25 + (-50 * mpmath.log(a)) ** two_thirds for a in tt])

    def parts(x):
        tt, yy = mp_data(x)
        d = yy - x[1]
        sign = np.where(np.array([complex(a).real for a in d]) < 0, -1, 1)
        a = d * sign
        power = exp(x[2] * log(a))  # |y - x2|^x3
        return tt, a, sign, power, exp(-power / x[0])

    def jacobian(x):
        _, a, sign, p, e = parts(x)
        return columns(e * p / x[0] ** 2, e * p * x[2] * sign / (a * x[0]), -e * p * log(a) / x[0])

    def residuals(x):
        tt, _, _, _, e = parts(x)
        return e - tt

    return Problem("Gulf research and development", [5, 2.5, 0.15], residuals, jacobian)


def box3d(m=10):
    t = 0.1 * np.arange(1, m + 1)
    c = np.exp(-t) - np.exp(-10 * t)
    return Problem(
        "Box three-dimensional",
        [0, 10, 20],
        lambda x: exp(-t * x[0]) - exp(-t * x[1]) - x[2] * c,
        lambda x: columns(-t * exp(-t * x[0]), t * exp(-t * x[1]), -c),
    )


def powell_singular():
    a, b = np.sqrt(5), np.sqrt(10)
    return Problem(
        "Powell singular",
        [3, -1, 0, 1],
        lambda x: cat(
            x[0] + 10 * x[1], a * (x[2] - x[3]), (x[1] - 2 * x[2]) ** 2, b * (x[0] - x[3]) ** 2
        ),
        lambda x: rows(
            [1, 10, 0, 0],
            [0, 0, a, -a],
            [0, 2 * (x[1] - 2 * x[2]), -4 * (x[1] - 2 * x[2]), 0],
            [2 * b * (x[0] - x[3]), 0, 0, -2 * b * (x[0] - x[3])],
        ),
    )


def wood():
    a, b = np.sqrt(90), np.sqrt(10)
    return Problem(
        "Wood",
        [-3, -1, -3, -1],
        lambda x: cat(
            10 * (x[1] - x[0] ** 2),
            1 - x[0],
            a * (x[3] - x[2] ** 2),
            1 - x[2],
            b * (x[1] + x[3] - 2),
            (x[1] - x[3]) / b,
        ),
        lambda x: rows(
            [-20 * x[0], 10, 0, 0],
            [-1, 0, 0, 0],
            [0, 0, -2 * a * x[2], a],
            [0, 0, -1, 0],
            [0, b, 0, b],
            [0, 1 / b, 0, -1 / b],
        ),
    )


def kowalik_osborne():
    y = np.array(
        [0.1957, 0.1947, 0.1735, 0.1600, 0.0844, 0.0627, 0.0456, 0.0342, 0.0323, 0.0235, 0.0246]
    )
    u = np.array([4, 2, 1, 0.5, 0.25, 0.167, 0.125, 0.1, 0.0833, 0.0714, 0.0625])

    def jacobian(x):
        top = u**2 + u * x[1]
        d = u**2 + u * x[2] + x[3]
        return columns(-top / d, -x[0] * u / d, x[0] * top * u / d**2, x[0] * top / d**2)

    return Problem(
        "Kowalik and Osborne",
        [0.25, 0.39, 0.415, 0.39],
        lambda x: y - x[0] * (u**2 + u * x[1]) / (u**2 + u * x[2] + x[3]),
        jacobian,
    )


def brown_dennis(m=20):
    t = np.arange(1, m + 1) / 5
    et, st, ct = np.exp(t), np.sin(t), np.cos(t)

    def jacobian(x):
        a = 2 * (x[0] + t * x[1] - et)
        b = 2 * (x[2] + x[3] * st - ct)
        return columns(a, t * a, b, st * b)

    return Problem(
        "Brown and Dennis",
        [25, 5, -5, -1],
        lambda x: (x[0] + t * x[1] - et) ** 2 + (x[2] + x[3] * st - ct) ** 2,
        jacobian,
    )


# --- data fitting in five to eleven unknowns -----------------------------------------------------


def osborne1():
    y = np.array(
        [0.844, 0.908, 0.932, 0.936, 0.925, 0.908, 0.881, 0.850, 0.818, 0.784, 0.751]
        + [0.718, 0.685, 0.658, 0.628, 0.603, 0.580, 0.558, 0.538, 0.522, 0.506, 0.490]
        + [0.478, 0.467, 0.457, 0.448, 0.438, 0.431, 0.424, 0.420, 0.414, 0.411, 0.406]
    )
    t = 10.0 * np.arange(33)

    def jacobian(x):
        a, b = exp(-t * x[3]), exp(-t * x[4])
        return columns(-1, -a, -b, t * x[1] * a, t * x[2] * b)

    return Problem(
        "Osborne 1",
        [0.5, 1.5, -1, 0.01, 0.02],
        lambda x: y - (x[0] + x[1] * exp(-t * x[3]) + x[2] * exp(-t * x[4])),
        jacobian,
    )


def biggs_exp6(m=13):
    t = 0.1 * np.arange(1, m + 1)
    y = np.exp(-t) - 5 * np.exp(-10 * t) + 3 * np.exp(-4 * t)

    def jacobian(x):
        a, b, c = exp(-t * x[0]), exp(-t * x[1]), exp(-t * x[4])
        return columns(-t * x[2] * a, t * x[3] * b, a, -b, -t * x[5] * c, c)

    return Problem(
        "Biggs EXP6",
        [1, 2, 1, 1, 1, 1],
        lambda x: x[2] * exp(-t * x[0]) - x[3] * exp(-t * x[1]) + x[5] * exp(-t * x[4]) - y,
        jacobian,
    )


def osborne2():
    y = np.array(
        [1.366, 1.191, 1.112, 1.013, 0.991, 0.885, 0.831, 0.847, 0.786, 0.725, 0.746, 0.679, 0.608]
        + [0.655, 0.616, 0.606, 0.602, 0.626, 0.651, 0.724, 0.649, 0.649, 0.694, 0.644, 0.624]
        + [0.661, 0.612, 0.558, 0.533, 0.495, 0.500, 0.423, 0.395, 0.375, 0.372, 0.391, 0.396]
        + [0.405, 0.428, 0.429, 0.523, 0.562, 0.607, 0.653, 0.672, 0.708, 0.633, 0.668, 0.645]
        + [0.632, 0.591, 0.559, 0.597, 0.625, 0.739, 0.710, 0.729, 0.720, 0.636, 0.581, 0.428]
        + [0.292, 0.162, 0.098, 0.054]
    )
    t = np.arange(65) / 10

    def jacobian(x):
        e = [exp(-t * x[4])]
        for k in (1, 2, 3):
            e.append(exp(-((t - x[7 + k]) ** 2) * x[4 + k]))
        d = [None] + [t - x[7 + k] for k in (1, 2, 3)]
        return columns(
            *[-a for a in e],
            t * x[0] * e[0],
            *[x[k] * d[k] ** 2 * e[k] for k in (1, 2, 3)],
            *[-2 * x[k] * x[4 + k] * d[k] * e[k] for k in (1, 2, 3)],
        )

    return Problem(
        "Osborne 2",
        [1.3, 0.65, 0.65, 0.7, 0.6, 3, 5, 7, 2, 4.5, 5.5],
        lambda x: y
        - x[0] * exp(-t * x[4])
        - x[1] * exp(-((t - x[8]) ** 2) * x[5])
        - x[2] * exp(-((t - x[9]) ** 2) * x[6])
        - x[3] * exp(-((t - x[10]) ** 2) * x[7]),
        jacobian,
    )


# --- any number of unknowns ----------------------------------------------------------------------


def watson(n):
    t = np.arange(1, 30) / 29
    j = np.arange(n)
    powers = t[:, None] ** j
    slopes = np.zeros((29, n))
    slopes[:, 1:] = j[1:] * powers[:, :-1]

    def jacobian(x):
        top = slopes - 2 * (powers @ x)[:, None] * powers
        last = np.zeros((2, n), dtype=x.dtype)
        last[0, 0] = 1
        last[1, 0] = -2 * x[0]
        last[1, 1] = 1
        return np.concatenate([top, last])

    return Problem(
        f"Watson {n}",
        np.zeros(n),
        lambda x: cat(slopes @ x - (powers @ x) ** 2 - 1, x[0], x[1] - x[0] ** 2 - 1),
        jacobian,
    )


def extended_rosenbrock(n):
    def residuals(x):
        r = np.empty_like(x)
        r[0::2] = 10 * (x[1::2] - x[0::2] ** 2)
        r[1::2] = 1 - x[0::2]
        return r

    def jacobian(x):
        out = np.zeros((n, n), dtype=x.dtype)
        k = np.arange(0, n, 2)
        out[k, k] = -20 * x[k]
        out[k, k + 1] = 10
        out[k + 1, k] = -1
        return out

    return Problem(f"Extended Rosenbrock {n}", [-1.2, 1] * (n // 2), residuals, jacobian)


def extended_powell(n):
    one = powell_singular()

    def jacobian(x):
        out = np.zeros((n, n), dtype=x.dtype)
        for k in range(0, n, 4):
            out[k : k + 4, k : k + 4] = one.jac(x[k : k + 4])
        return out

    return Problem(
        f"Extended Powell singular {n}",
        [3, -1, 0, 1] * (n // 4),
        lambda x: cat(*[one.r(x[k : k + 4]) for k in range(0, n, 4)]),
        jacobian,
    )


def penalty1(n):
    a = np.sqrt(1e-5)
    return Problem(
        f"Penalty I {n}",
        np.arange(1, n + 1),
        lambda x: cat(a * (x - 1), np.dot(x, x) - 0.25),
        lambda x: np.concatenate([a * np.eye(n), 2 * x[None, :]]),
    )


def penalty2(n):
    a = np.sqrt(1e-5)
    i = np.arange(2, n + 1)
    y = np.exp(i / 10) + np.exp((i - 1) / 10)
    weight = n - np.arange(n)

    def residuals(x):
        e = exp(x / 10)
        return cat(
            x[0] - 0.2,
            a * (e[1:] + e[:-1] - y),
            a * (e[1:] - np.exp(-0.1)),
            np.dot(weight, x**2) - 1,
        )

    def jacobian(x):
        e = a * exp(x / 10) / 10
        out = np.zeros((2 * n, n), dtype=x.dtype)
        out[0, 0] = 1
        k = np.arange(1, n)
        out[k, k] = e[1:]
        out[k, k - 1] = e[:-1]
        out[n - 1 + k, k] = e[1:]
        out[-1] = 2 * weight * x
        return out

    return Problem(f"Penalty II {n}", np.full(n, 0.5), residuals, jacobian)


def variably_dimensioned(n):
    j = np.arange(1, n + 1)

    def residuals(x):
        s = np.dot(j, x - 1)
        return cat(x - 1, s, s**2)

    def jacobian(x):
        s = np.dot(j, x - 1)
        return np.concatenate([np.eye(n), j[None, :], 2 * s * j[None, :]])

    return Problem(f"Variably dimensioned {n}", 1 - j / n, residuals, jacobian)


def trigonometric(n):
    i = np.arange(1, n + 1)
    return Problem(
        f"Trigonometric {n}",
        np.full(n, 1 / n),
        lambda x: n - np.sum(cos(x)) + i * (1 - cos(x)) - sin(x),
        lambda x: np.broadcast_to(sin(x), (n, n)) + np.diag(i * sin(x) - cos(x)),
    )


def brown_almost_linear(n):
    def jacobian(x):
        out = np.ones((n, n), dtype=x.dtype) + np.eye(n)
        for k in range(n):
            out[n - 1, k] = np.prod(np.delete(x, k))
        return out

    return Problem(
        f"Brown almost linear {n}",
        np.full(n, 0.5),
        lambda x: cat(x[:-1] + np.sum(x) - (n + 1), np.prod(x) - 1),
        jacobian,
    )


def discrete_boundary_value(n):
    h = 1 / (n + 1)
    t = h * np.arange(1, n + 1)

    def residuals(x):
        full = cat(0, x, 0)
        return 2 * x - full[:-2] - full[2:] + h**2 * (x + t + 1) ** 3 / 2

    def jacobian(x):
        return (
            np.diag(2 + 1.5 * h**2 * (x + t + 1) ** 2)
            - np.diag(np.ones(n - 1), 1)
            - np.diag(np.ones(n - 1), -1)
        )

    return Problem(f"Discrete boundary value {n}", t * (t - 1), residuals, jacobian)


def discrete_integral_equation(n):
    h = 1 / (n + 1)
    t = h * np.arange(1, n + 1)
    # h/2 times (1 - t_i) t_j for j <= i, t_i (1 - t_j) above
    kernel = h / 2 * np.where(np.tri(n) > 0, np.outer(1 - t, t), np.outer(t, 1 - t))
    return Problem(
        f"Discrete integral equation {n}",
        t * (t - 1),
        lambda x: x + kernel @ (x + t + 1) ** 3,
        lambda x: np.eye(n) + kernel * (3 * (x + t + 1) ** 2),
    )


def broyden_tridiagonal(n):
    def residuals(x):
        full = cat(0, x, 0)
        return (3 - 2 * x) * x - full[:-2] - 2 * full[2:] + 1

    def jacobian(x):
        return (
            np.diag(3 - 4 * x) - np.diag(np.ones(n - 1), -1) - 2 * np.diag(np.ones(n - 1), 1)
        )

    return Problem(f"Broyden tridiagonal {n}", np.full(n, -1), residuals, jacobian)


def broyden_banded(n):
    i = np.arange(n)
    away = i[None, :] - i[:, None]
    band = ((away >= -5) & (away <= 1) & (away != 0)).astype(float)
    return Problem(
        f"Broyden banded {n}",
        np.full(n, -1),
        lambda x: x * (2 + 5 * x**2) + 1 - band @ (x * (1 + x)),
        lambda x: np.diag(2 + 15 * x**2) - band * (1 + 2 * x),
    )


def linear_full_rank(n, m):
    matrix = np.concatenate([np.eye(n), np.zeros((m - n, n))]) - 2 / m
    return Problem(
        f"Linear full rank {n} {m}", np.ones(n), lambda x: matrix @ x - 1, lambda x: matrix
    )


def linear_rank1(n, m):
    matrix = np.outer(np.arange(1.0, m + 1), np.arange(1.0, n + 1))
    return Problem(f"Linear rank 1 {n} {m}", np.ones(n), lambda x: matrix @ x - 1, lambda x: matrix)


def linear_rank1_zero(n, m):
    row, column = np.arange(0.0, m), np.arange(1.0, n + 1)
    row[-1] = 0
    column[0] = column[-1] = 0
    matrix = np.outer(row, column)
    return Problem(
        f"Linear rank 1 with zero columns and rows {n} {m}",
        np.ones(n),
        lambda x: matrix @ x - 1,
        lambda x: matrix,
    )


def chebyquad(n):
    i = np.arange(1, n + 1)
    integrals = np.where(i % 2 == 1, 0, -1 / np.where(i == 1, 1.0, i**2 - 1.0))

    def polynomials(x):
        z = 2 * x - 1
        t, d = [z * 0 + 1, z], [z * 0, z * 0 + 2]
        for _ in range(1, n):
            t.append(2 * z * t[-1] - t[-2])
            d.append(2 * z * d[-1] + 4 * t[-2] - d[-2])
        return np.array(t[1:]), np.array(d[1:])

    return Problem(
        f"Chebyquad {n}",
        i / (n + 1),
        lambda x: np.sum(polynomials(x)[0], axis=1) / n - integrals,
        lambda x: polynomials(x)[1] / n,
    )


def all_problems():
    return [
        rosenbrock(),
        freudenstein_roth(),
        powell_badly_scaled(),
        brown_badly_scaled(),
        beale(),
        jennrich_sampson(),
        helical_valley(),
        bard(),
        gaussian(),
        meyer(),
        gulf(),
        box3d(),
        powell_singular(),
        wood(),
        kowalik_osborne(),
        brown_dennis(),
        osborne1(),
        biggs_exp6(),
        osborne2(),
        watson(6),
        watson(9),
        watson(12),
        extended_rosenbrock(10),
        extended_powell(12),
        penalty1(4),
        penalty1(10),
        penalty2(4),
        penalty2(10),
        variably_dimensioned(10),
        trigonometric(10),
        brown_almost_linear(10),
        discrete_boundary_value(10),
        discrete_integral_equation(10),
        broyden_tridiagonal(10),
        broyden_banded(10),
        linear_full_rank(5, 10),
        linear_rank1(5, 10),
        linear_rank1_zero(5, 10),
        chebyquad(8),
        chebyquad(9),
        chebyquad(10),
    ]


# Values of f at its minima, those that are not attained and those that the paper does not name
# included; what it prints with six digits, by Newton's method in 50 digits. 0 where nothing stands.
MINIMA = {
    "Freudenstein and Roth": [0, 48.98425367924002],
    "Powell badly scaled": [0, 1.0402940039616394],
    "Beale": [0, 0.45200892857142857],
    "Jennrich and Sampson": [124.36218235561485, 259.58019013425328],
    "Bard": [8.2148773065789798e-3, 17.428693333333333],
    "Gaussian": [1.1279327696190113e-8],
    "Meyer": [87.945855170851121],
    "Gulf research and development": [0, 32.835],
    "Box three-dimensional": [0, 0.075588740754997443],
    "Kowalik and Osborne": [
        3.0750560384923779e-4,
        4.2367462646983419e-4,
        1.0273430486954578e-3,
        1.5943520260219621e-3,
    ],
    "Brown and Dennis": [85822.201626356309],
    "Osborne 1": [5.4648946974829118e-5],
    "Biggs EXP6": [0, 5.6556499254999461e-3],
    "Osborne 2": [0.040137736293547758, 0.08759472409341583, 1.7898135868810934],
    "Watson 6": [2.2876700535524341e-3],
    "Watson 9": [1.3997601380999808e-6],
    "Watson 12": [4.7223811082088442e-10],
    "Penalty I 4": [2.2499775008999371e-5],
    "Penalty I 10": [7.0876514670903697e-5],
    "Penalty II 4": [9.3762930073554466e-6],
    "Penalty II 10": [2.9366053745674594e-4],
    "Trigonometric 10": [
        0,
        4.4735658128062946e-7,
        2.7950561218794563e-5,
        4.2186338879237259e-5,
        8.7882225218218983e-4,
    ],
    "Brown almost linear 10": [0, 1],
    "Linear full rank 5 10": [5],
    "Linear rank 1 5 10": [15 / 7],
    "Linear rank 1 with zero columns and rows 5 10": [62 / 17],
    "Chebyquad 8": [3.5168737256779300e-3],
    "Chebyquad 10": [4.7727136963753498e-3, 6.5039548008823077e-3, 9.5006288502216693e-3],
}
