package org.roperator.examples.data;

/** Whether the first line of a CSV file names the columns. */
public enum HeaderLine {
  /** It does if none of its fields is a number. */
  AUTO,
  /** It does. */
  YES,
  /** It holds the first example. */
  NO
}
