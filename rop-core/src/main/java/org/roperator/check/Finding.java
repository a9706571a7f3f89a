package org.roperator.check;

/**
 * One thing a {@link DerivativeCheck} found.
 *
 * @param verdict what kind of thing; {@link Verdict#CORRECT} for a remark that is no fault
 * @param message where and how large, as one or two sentences
 */
public record Finding(Verdict verdict, String message) {}
