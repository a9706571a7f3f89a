"""Functions of many unknowns in numpy: value, gradient and a closure for Hessian-vector products.

The same as org.roperator.problems.LargeProblems and BoundedProblems, written apart from them, with
derivatives by hand. hessian(x) computes what depends on x alone once, so that a product costs a few
passes over arrays of length n.
"""
import numpy as np


class Problem:
    """name, start, value, gradient, hessian(x) -> (v -> H v), bounds, known minima."""

    def __init__(self, name, start, value, gradient, hessian, lower=None, upper=None, minima=()):
        self.name = name
        self.x0 = np.asarray(start, dtype=float)
        self.n = len(self.x0)
        self.value = value
        self.gradient = gradient
        self.hessian = hessian
        self.lower = lower
        self.upper = upper
        self.minima = list(minima)

    def start(self, factor=1):
        return factor * self.x0

    def product(self, x, v):
        return self.hessian(x)(v)

    @property
    def bounded(self):
        return self.lower is not None


def chained_rosenbrock(n):
    def value(x):
        t = x[1:] - x[:-1] ** 2
        u = 1 - x[:-1]
        return 100 * np.dot(t, t) + np.dot(u, u)

    def gradient(x):
        a = x[:-1]
        t = 200 * (x[1:] - a**2)
        g = np.empty(n)
        g[:-1] = 2 * (a - 1) - 2 * t * a
        g[-1] = 0
        g[1:] += t
        return g

    def hessian(x):
        d = np.zeros(n)
        d[:-1] = 1200 * x[:-1] ** 2 - 400 * x[1:] + 2
        d[1:] += 200
        off = -400 * x[:-1]

        def product(v):
            hv = d * v
            hv[1:] += off * v[:-1]
            hv[:-1] += off * v[1:]
            return hv

        return product

    return Problem(
        f"Chained Rosenbrock {n}", np.tile([-1.2, 1], n // 2), value, gradient, hessian, minima=[0]
    )


def extended_rosenbrock(n):
    def value(x):
        a = x[0::2]
        t = x[1::2] - a**2
        u = 1 - a
        return 100 * np.dot(t, t) + np.dot(u, u)

    def gradient(x):
        a = x[0::2]
        t = 200 * (x[1::2] - a**2)
        g = np.empty(n)
        g[0::2] = 2 * (a - 1) - 2 * t * a
        g[1::2] = t
        return g

    def hessian(x):
        a = x[0::2]
        d = 1200 * a**2 - 400 * x[1::2] + 2
        off = -400 * a

        def product(v):
            hv = np.empty(n)
            hv[0::2] = d * v[0::2] + off * v[1::2]
            hv[1::2] = off * v[0::2] + 200 * v[1::2]
            return hv

        return product

    return Problem(
        f"Extended Rosenbrock {n}", np.tile([-1.2, 1], n // 2), value, gradient, hessian, minima=[0]
    )


def extended_powell(n):
    def parts(x):
        x = x.reshape(-1, 4)
        a = x[:, 0] + 10 * x[:, 1]
        b = x[:, 2] - x[:, 3]
        c = x[:, 1] - 2 * x[:, 2]
        d = x[:, 0] - x[:, 3]
        return a, b, c, d

    def back(a, b, c, d):
        """The adjoint of parts."""
        g = np.empty((n // 4, 4))
        g[:, 0] = a + d
        g[:, 1] = 10 * a + c
        g[:, 2] = b - 2 * c
        g[:, 3] = -b - d
        return g.reshape(-1)

    def value(x):
        a, b, c, d = parts(x)
        c2, d2 = c**2, d**2
        return np.dot(a, a) + 5 * np.dot(b, b) + np.dot(c2, c2) + 10 * np.dot(d2, d2)

    def gradient(x):
        a, b, c, d = parts(x)
        return back(2 * a, 10 * b, 4 * c**3, 40 * d**3)

    def hessian(x):
        _, _, c, d = parts(x)
        wc, wd = 12 * c**2, 120 * d**2

        def product(v):
            va, vb, vc, vd = parts(v)
            return back(2 * va, 10 * vb, wc * vc, wd * vd)

        return product

    return Problem(
        f"Extended Powell singular {n}",
        np.tile([3, -1, 0, 1], n // 4),
        value,
        gradient,
        hessian,
        minima=[0],
    )


def broyden_tridiagonal(n):
    def residuals(x):
        r = (3 - 2 * x) * x + 1
        r[1:] -= x[:-1]
        r[:-1] -= 2 * x[1:]
        return r

    def adjoint(d, r):
        g = d * r
        g[:-1] -= r[1:]
        g[1:] -= 2 * r[:-1]
        return g

    def value(x):
        r = residuals(x)
        return np.dot(r, r)

    def gradient(x):
        return 2 * adjoint(3 - 4 * x, residuals(x))

    def hessian(x):
        d = 3 - 4 * x
        bend = -8 * residuals(x)

        def product(v):
            jv = d * v
            jv[1:] -= v[:-1]
            jv[:-1] -= 2 * v[1:]
            return 2 * adjoint(d, jv) + bend * v

        return product

    return Problem(
        f"Broyden tridiagonal {n}", np.full(n, -1.0), value, gradient, hessian, minima=[0]
    )


def trigonometric(n):
    i = np.arange(1.0, n + 1)

    def residuals(x, c, s):
        return n - np.sum(c) + i * (1 - c) - s

    def value(x):
        r = residuals(x, np.cos(x), np.sin(x))
        return np.dot(r, r)

    def gradient(x):
        c, s = np.cos(x), np.sin(x)
        r = residuals(x, c, s)
        return 2 * (s * np.sum(r) + (i * s - c) * r)

    def hessian(x):
        c, s = np.cos(x), np.sin(x)
        r = residuals(x, c, s)
        own = i * s - c
        bend = 2 * (c * np.sum(r) + (i * c + s) * r)

        def product(v):
            jv = np.dot(s, v) + own * v
            return 2 * (s * np.sum(jv) + own * jv) + bend * v

        return product

    return Problem(
        f"Trigonometric {n}", np.full(n, 1 / n), value, gradient, hessian, minima=[0]
    )


def penalty1(n):
    def value(x):
        u = x - 1
        return 1e-5 * np.dot(u, u) + (np.dot(x, x) - 0.25) ** 2

    def gradient(x):
        return 2e-5 * (x - 1) + 4 * (np.dot(x, x) - 0.25) * x

    def hessian(x):
        d = 2e-5 + 4 * (np.dot(x, x) - 0.25)
        return lambda v: d * v + (8 * np.dot(x, v)) * x

    # All unknowns are equal, t: 2e-5 (t - 1) + 4 (n t^2 - 1/4) t = 0
    t = np.sqrt(0.25 / n)
    for _ in range(50):
        t -= (2e-5 * (t - 1) + 4 * (n * t * t - 0.25) * t) / (2e-5 + 12 * n * t * t - 1)
    x = np.full(n, t)
    return Problem(
        f"Penalty I {n}", np.arange(1.0, n + 1), value, gradient, hessian, minima=[value(x)]
    )


def variably_dimensioned(n):
    j = np.arange(1.0, n + 1)

    def value(x):
        u = x - 1
        s = np.dot(j, u)
        return np.dot(u, u) + s**2 + s**4

    def gradient(x):
        u = x - 1
        s = np.dot(j, u)
        return 2 * u + (2 * s + 4 * s**3) * j

    def hessian(x):
        s = np.dot(j, x - 1)
        w = 2 + 12 * s**2
        return lambda v: 2 * v + (w * np.dot(j, v)) * j

    return Problem(
        f"Variably dimensioned {n}", 1 - j / n, value, gradient, hessian, minima=[0]
    )


DIXMAAN = {
    # alpha, beta, gamma, delta, and the powers of i/n that they carry
    "A": (1, 0, 0.125, 0.125, 0, 0, 0, 0),
    "B": (1, 0.0625, 0.0625, 0.0625, 0, 0, 0, 0),
    "C": (1, 0.125, 0.125, 0.125, 0, 0, 0, 0),
    "D": (1, 0.26, 0.26, 0.26, 0, 0, 0, 0),
    "E": (1, 0, 0.125, 0.125, 1, 0, 0, 1),
    "F": (1, 0.0625, 0.0625, 0.0625, 1, 0, 0, 1),
    "G": (1, 0.125, 0.125, 0.125, 1, 0, 0, 1),
    "H": (1, 0.26, 0.26, 0.26, 1, 0, 0, 1),
    "I": (1, 0, 0.125, 0.125, 2, 0, 0, 2),
    "J": (1, 0.0625, 0.0625, 0.0625, 2, 0, 0, 2),
    "K": (1, 0.125, 0.125, 0.125, 2, 0, 0, 2),
    "L": (1, 0.26, 0.26, 0.26, 2, 0, 0, 2),
}


def dixmaan(letter, n):
    m = n // 3
    alpha, beta, gamma, delta, k1, k2, k3, k4 = DIXMAAN[letter]
    scale = np.arange(1.0, n + 1) / n
    a = alpha * scale**k1
    b = beta * scale[:-1] ** k2
    c = gamma * scale[: 2 * m] ** k3
    d = delta * scale[:m] ** k4

    def value(x):
        x2 = x**2
        y = x[1:] + x2[1:]
        return (
            1
            + np.dot(a, x2)
            + np.dot(b * x2[:-1], y**2)
            + np.dot(c * x2[: 2 * m], x2[m:] ** 2)
            + np.dot(d * x[:m], x[2 * m :])
        )

    def gradient(x):
        x2 = x**2
        g = 2 * a * x
        y = x[1:] + x2[1:]
        g[:-1] += 2 * b * x[:-1] * y**2
        g[1:] += 2 * b * x2[:-1] * y * (1 + 2 * x[1:])
        g[: 2 * m] += 2 * c * x[: 2 * m] * x2[m:] ** 2
        g[m:] += 4 * c * x2[: 2 * m] * x2[m:] * x[m:]
        g[:m] += d * x[2 * m :]
        g[2 * m :] += d * x[:m]
        return g

    def hessian(x):
        x2 = x**2
        p, z = x[:-1], x[1:]
        y, slope = z + z**2, 1 + 2 * z
        diagonal = 2 * a
        diagonal[:-1] += 2 * b * y**2
        diagonal[1:] += 2 * b * p**2 * (slope**2 + 2 * y)
        diagonal[: 2 * m] += 2 * c * x2[m:] ** 2
        diagonal[m:] += 12 * c * x2[: 2 * m] * x2[m:]
        near = 4 * b * p * y * slope
        far = 8 * c * x[: 2 * m] * x2[m:] * x[m:]

        def product(v):
            hv = diagonal * v
            hv[:-1] += near * v[1:]
            hv[1:] += near * v[:-1]
            hv[: 2 * m] += far * v[m:]
            hv[m:] += far * v[: 2 * m]
            hv[:m] += d * v[2 * m :]
            hv[2 * m :] += d * v[:m]
            return hv

        return product

    return Problem(
        f"DIXMAAN{letter} {n}", np.full(n, 2.0), value, gradient, hessian, minima=[1]
    )


def framed(side, boundary):
    """A grid of (side + 2)^2 points on the unit square with the boundary's values, zeros inside."""
    s = np.arange(side + 2) / (side + 1)
    grid = boundary(s[:, None], s[None, :]) + np.zeros((side + 2, side + 2))
    grid[1:-1, 1:-1] = 0
    return grid


def minimal_surface(side, shape):
    boundary = {
        "plane": lambda s, t: 1 + 2 * s - t,
        "Scherk": lambda s, t: np.log(np.cos(s - 0.5) / np.cos(t - 0.5)),
    }[shape]
    frame = framed(side, boundary)
    h = 1 / (side + 1)

    def grid(x):
        z = frame.copy()
        z[1:-1, 1:-1] = x.reshape(side, side)
        return z

    def slopes(z):
        """Of the lower and of the upper triangle of each cell, along both axes."""
        ds, dt = (z[1:, :] - z[:-1, :]) / h, (z[:, 1:] - z[:, :-1]) / h
        return ds[:, :-1], dt[:-1, :], ds[:, 1:], dt[1:, :]

    def back(p, q, u, v):
        """The adjoint of slopes, inside."""
        ds = np.zeros((side + 1, side + 2))
        ds[:, :-1] += p
        ds[:, 1:] += u
        dt = np.zeros((side + 2, side + 1))
        dt[:-1, :] += q
        dt[1:, :] += v
        g = (ds[:-1, 1:-1] - ds[1:, 1:-1] + dt[1:-1, :-1] - dt[1:-1, 1:]) / h
        return g.reshape(-1)

    def value(x):
        p, q, u, v = slopes(grid(x))
        return h * h / 2 * (np.sum(np.sqrt(1 + p * p + q * q)) + np.sum(np.sqrt(1 + u * u + v * v)))

    def gradient(x):
        p, q, u, v = slopes(grid(x))
        a = h * h / 2 / np.sqrt(1 + p * p + q * q)
        b = h * h / 2 / np.sqrt(1 + u * u + v * v)
        return back(a * p, a * q, b * u, b * v)

    def hessian(x):
        p, q, u, v = slopes(grid(x))
        a = h * h / 2 / (1 + p * p + q * q) ** 1.5
        b = h * h / 2 / (1 + u * u + v * v) ** 1.5
        pp, pq, qq = a * (1 + q * q), -a * p * q, a * (1 + p * p)
        uu, uv, vv = b * (1 + v * v), -b * u * v, b * (1 + u * u)
        empty = np.zeros_like(frame)

        def product(direction):
            z = empty.copy()
            z[1:-1, 1:-1] = direction.reshape(side, side)
            p_, q_, u_, v_ = slopes(z)
            return back(pp * p_ + pq * q_, pq * p_ + qq * q_, uu * u_ + uv * v_, uv * u_ + vv * v_)

        return product

    return Problem(
        f"Minimal surface {shape} {side}",
        np.zeros(side * side),
        value,
        gradient,
        hessian,
        minima=[np.sqrt(6)] if shape == "plane" else [],
    )


def membrane(name, side, force, lower, upper, start):
    """1/2 sum over edges of (difference)^2 - force h^2 sum, zero at the boundary, between bounds."""
    load = force / (side + 1) ** 2

    def times(v):
        v = v.reshape(side, side)
        out = 4 * v
        out[1:, :] -= v[:-1, :]
        out[:-1, :] -= v[1:, :]
        out[:, 1:] -= v[:, :-1]
        out[:, :-1] -= v[:, 1:]
        return out.reshape(-1)

    return Problem(
        name,
        start,
        lambda x: np.dot(x, times(x)) / 2 - load * np.sum(x),
        lambda x: times(x) - load,
        lambda x: times,
        lower,
        upper,
    )


def obstacle(side):
    s = np.arange(1, side + 1) / (side + 1)
    lower = ((np.sin(3.2 * s)[:, None] * np.sin(3.3 * s)[None, :]) ** 3).reshape(-1)
    return membrane(
        f"Obstacle {side}", side, 1, lower, np.full(side**2, 2000.0), np.ones(side * side)
    )


def torsion(side, force):
    s = np.arange(1, side + 1) / (side + 1)
    edge = np.minimum(s, 1 - s)
    distance = np.minimum(edge[:, None], edge[None, :]).reshape(-1)
    return membrane(
        f"Torsion {force} {side}", side, force, -distance, distance, distance.copy()
    )


def solve_membrane(problem, side):
    """The solution of a bounded membrane by the primal-dual active set method: exact when it ends."""
    import scipy.sparse as sp
    from scipy.sparse.linalg import spsolve

    line = sp.diags([-np.ones(side - 1), 2 * np.ones(side), -np.ones(side - 1)], [-1, 0, 1])
    a = (sp.kron(line, sp.eye(side)) + sp.kron(sp.eye(side), line)).tocsr()
    b = -problem.gradient(np.zeros(problem.n))
    x = np.clip(spsolve(a, b), problem.lower, problem.upper)
    multiplier = np.zeros(problem.n)
    last = None
    for _ in range(200):
        down = x - multiplier <= problem.lower - 1e-14
        up = x - multiplier >= problem.upper + 1e-14
        down |= (x <= problem.lower) & (multiplier > 0)
        up |= (x >= problem.upper) & (multiplier < 0)
        state = up.astype(int) - down
        if last is not None and np.array_equal(state, last):
            break
        last = state
        x = np.where(up, problem.upper, np.where(down, problem.lower, 0.0))
        free = np.flatnonzero(state == 0)
        x[free] = spsolve(a[free][:, free], (b - a @ x)[free])
        multiplier = np.where(state != 0, a @ x - b, 0)
    else:
        raise RuntimeError("the active set did not settle")
    return x, last


# --- small ones with bounds, from Hock and Schittkowski ------------------------------------------


def hock_schittkowski():
    inf = np.inf

    def dense(rows):
        h = np.array(rows)
        return lambda v: h @ v

    def rosenbrock_hessian(x):
        return dense([[1200 * x[0] ** 2 - 400 * x[1] + 2, -400 * x[0]], [-400 * x[0], 200]])

    def rosenbrock(name, start, lower, minima):
        return Problem(
            name,
            start,
            lambda x: 100 * (x[1] - x[0] ** 2) ** 2 + (1 - x[0]) ** 2,
            lambda x: np.array(
                [
                    -400 * x[0] * (x[1] - x[0] ** 2) - 2 * (1 - x[0]),
                    200 * (x[1] - x[0] ** 2),
                ]
            ),
            rosenbrock_hessian,
            np.array(lower),
            np.array([inf, inf]),
            minima,
        )

    a = np.sqrt(598 / 1200)
    b = 400 * a**3
    x2 = 2 * a * np.cos(np.arccos(1 / b) / 3)
    f2 = 100 * (1.5 - x2**2) ** 2 + (1 - x2) ** 2
    x2b = 2 * a * np.cos(np.arccos(1 / b) / 3 + 2 * np.pi / 3)
    f2b = 100 * (1.5 - x2b**2) ** 2 + (1 - x2b) ** 2
    out = [
        rosenbrock("HS1", [-2, 1], [-inf, -1.5], [0]),
        rosenbrock("HS2", [-2, 1], [-inf, 1.5], [f2, f2b]),
        Problem(
            "HS3",
            [10, 1],
            lambda x: x[1] + 1e-5 * (x[1] - x[0]) ** 2,
            lambda x: np.array([-2e-5 * (x[1] - x[0]), 1 + 2e-5 * (x[1] - x[0])]),
            lambda x: dense([[2e-5, -2e-5], [-2e-5, 2e-5]]),
            np.array([-inf, 0]),
            np.array([inf, inf]),
            [0],
        ),
        Problem(
            "HS4",
            [1.125, 0.125],
            lambda x: (x[0] + 1) ** 3 / 3 + x[1],
            lambda x: np.array([(x[0] + 1) ** 2, 1.0]),
            lambda x: dense([[2 * (x[0] + 1), 0], [0, 0]]),
            np.array([1.0, 0]),
            np.array([inf, inf]),
            [8 / 3],
        ),
        Problem(
            "HS5",
            [0, 0],
            lambda x: np.sin(x[0] + x[1]) + (x[0] - x[1]) ** 2 - 1.5 * x[0] + 2.5 * x[1] + 1,
            lambda x: np.array(
                [
                    np.cos(x[0] + x[1]) + 2 * (x[0] - x[1]) - 1.5,
                    np.cos(x[0] + x[1]) - 2 * (x[0] - x[1]) + 2.5,
                ]
            ),
            lambda x: dense(
                -np.sin(x[0] + x[1]) * np.ones((2, 2)) + np.array([[2, -2], [-2, 2]])
            ),
            np.array([-1.5, -3]),
            np.array([4.0, 3]),
            [-np.sqrt(3) / 2 - np.pi / 3],
        ),
    ]

    def hs45_hessian(x):
        h = np.zeros((5, 5))
        for i in range(5):
            for j in range(5):
                if i != j:
                    h[i, j] = -np.prod(np.delete(x, [i, j])) / 120
        return dense(h)

    out.append(
        Problem(
            "HS45",
            [2] * 5,
            lambda x: 2 - np.prod(x) / 120,
            lambda x: -np.array([np.prod(np.delete(x, i)) for i in range(5)]) / 120,
            hs45_hessian,
            np.zeros(5),
            np.arange(1.0, 6),
            [1],
        )
    )

    def hs110_gradient(x):
        p = np.prod(x) ** 0.2
        return 2 * np.log(x - 2) / (x - 2) - 2 * np.log(10 - x) / (10 - x) - 0.2 * p / x

    def hs110_hessian(x):
        p = np.prod(x) ** 0.2
        d = (
            2 * (1 - np.log(x - 2)) / (x - 2) ** 2
            + 2 * (1 - np.log(10 - x)) / (10 - x) ** 2
            + 0.2 * p / x**2
        )
        return lambda v: d * v - 0.04 * p * np.dot(1 / x, v) / x

    out.append(
        Problem(
            "HS110",
            [9] * 10,
            lambda x: np.sum(np.log(x - 2) ** 2 + np.log(10 - x) ** 2) - np.prod(x) ** 0.2,
            hs110_gradient,
            hs110_hessian,
            np.full(10, 2.001),
            np.full(10, 9.999),
            [-45.77846970744629],
        )
    )
    return out


def all_problems(n, side):
    """Those without bounds in about n unknowns, or side^2."""
    n4, n3 = n - n % 4, n - n % 3
    return [
        chained_rosenbrock(n4),
        extended_rosenbrock(n4),
        extended_powell(n4),
        broyden_tridiagonal(n),
        trigonometric(n),
        penalty1(n),
        variably_dimensioned(n),
        *[dixmaan(letter, n3) for letter in DIXMAAN],
        minimal_surface(side, "plane"),
        minimal_surface(side, "Scherk"),
    ]


def bounded_problems(side):
    return [*hock_schittkowski(), obstacle(side), torsion(side, 5), torsion(side, 20)]
