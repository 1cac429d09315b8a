package dev.posthouse.rule;

import org.jspecify.annotations.Nullable;

/// A condition on a receiver's answer, in CEL. Compiled once, when it is saved; evaluated by any
/// number of threads.
public final class AnswerFilter {
  private final Expression expression;

  private AnswerFilter(Expression expression) {
    this.expression = expression;
  }

  /// @throws dev.posthouse.event.Invalid with line and column of everything that is wrong
  public static AnswerFilter compile(String text) {
    return new AnswerFilter(Expression.compile(text, "", Purpose.ANSWER));
  }

  /// Never throws: whatever goes wrong, a field that the answer does not have included, is a no.
  public boolean test(AnswerView answer) {
    return expression.evaluate(answer.view()) instanceof Expression.Value(Boolean yes) && yes;
  }

  /// As it was written.
  public String text() {
    return expression.text();
  }

  @Override
  public boolean equals(@Nullable Object other) {
    return other instanceof AnswerFilter filter && text().equals(filter.text());
  }

  @Override
  public int hashCode() {
    return text().hashCode();
  }

  @Override
  public String toString() {
    return text();
  }
}
