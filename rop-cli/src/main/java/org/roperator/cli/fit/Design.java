package org.roperator.cli.fit;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * The matrix X of a linear predictor, column by column, in the units of the table. Immutable, but
 * for arrays handed out by reference.
 */
final class Design {

  /** The name of the constant. */
  static final String INTERCEPT = "(intercept)";

  private final int rows;
  private final List<Term> terms;
  private final List<double[]> columns;

  /**
   * One column of X.
   *
   * @param name of its coefficient: that of the table's column, with the level if it is a factor
   * @param column the name of the table's column; of the intercept its own
   */
  record Term(String name, String column) {}

  private Design(int rows, List<Term> terms, List<double[]> columns) {
    this.rows = rows;
    this.terms = List.copyOf(terms);
    this.columns = List.copyOf(columns);
  }

  /** Columns of so many rows each, which are kept. */
  static Design of(int rows, List<Term> terms, List<double[]> columns) {
    return new Design(rows, terms, columns);
  }

  int rows() {
    return rows;
  }

  /** The number of coefficients. */
  int width() {
    return terms.size();
  }

  List<Term> terms() {
    return terms;
  }

  Term term(int j) {
    return terms.get(j);
  }

  /** The array itself, not to be modified. */
  double[] column(int j) {
    return columns.get(j);
  }

  boolean hasIntercept() {
    return !terms.isEmpty() && terms.get(0).column().equals(INTERCEPT);
  }

  /** The columns of the table that it is made of, but for the intercept, in their order. */
  Set<String> sources() {
    return terms.stream()
        .map(Term::column)
        .filter(column -> !column.equals(INTERCEPT))
        .collect(Collectors.toCollection(LinkedHashSet::new));
  }

  /** The same from the intercept and some columns of the table alone. */
  Design only(Set<String> kept) {
    List<Term> some = new ArrayList<>();
    List<double[]> their = new ArrayList<>();
    for (int j = 0; j < width(); j++) {
      if (term(j).column().equals(INTERCEPT) || kept.contains(term(j).column())) {
        some.add(term(j));
        their.add(column(j));
      }
    }
    return new Design(rows, some, their);
  }
}
