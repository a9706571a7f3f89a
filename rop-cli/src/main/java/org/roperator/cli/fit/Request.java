package org.roperator.cli.fit;

/**
 * What is asked of a table.
 *
 * @param kind the model
 * @param roles the columns with a part of their own
 * @param terms what explains the target
 * @param missing what becomes of rows with a field missing
 */
public record Request(ModelKind kind, Roles roles, Terms terms, Missing missing) {

  /** What becomes of rows with a field missing in a column that is used. */
  public enum Missing {
    /** The table is refused. */
    REFUSE,
    /** The row is left out. */
    DROP
  }

  /** A table without missing fields. */
  public static Request of(ModelKind kind, Roles roles, Terms terms) {
    return new Request(kind, roles, terms, Missing.REFUSE);
  }

  /** The same, leaving out rows with a field missing. */
  public Request dropMissing() {
    return new Request(kind, roles, terms, Missing.DROP);
  }
}
