package org.roperator.nn.curvature;

/**
 * An approximate eigenvalue.
 *
 * @param value the approximation
 * @param error the matrix has an eigenvalue at most this far from the value, but for rounding
 */
public record Eigenvalue(double value, double error) {}
