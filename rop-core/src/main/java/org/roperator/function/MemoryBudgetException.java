package org.roperator.function;

/**
 * That an evaluation would take more memory than it is allowed to, as of a program that is recorded
 * within a budget. Nothing is kept of what was computed until then.
 */
public final class MemoryBudgetException extends IllegalStateException {

  private static final long serialVersionUID = 1L;

  /**
   * An exception.
   *
   * @param message what is needed, what is allowed and what to do
   */
  public MemoryBudgetException(String message) {
    super(message);
  }
}
