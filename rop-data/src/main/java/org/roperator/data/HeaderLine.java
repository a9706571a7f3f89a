package org.roperator.data;

/** Whether the first line of a CSV file names the columns. */
public enum HeaderLine {
  /** All evidence decides: words over numbers, numbers that count up, labels of their own. */
  AUTO,
  /** It does. */
  YES,
  /** It holds the first example. */
  NO
}
