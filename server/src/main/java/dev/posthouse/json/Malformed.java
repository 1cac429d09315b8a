package dev.posthouse.json;

/// What somebody sent is not JSON: wrong syntax, a duplicate key, too deep. The HTTP edge answers
/// 400\. Lines and columns count from 1.
public final class Malformed extends RuntimeException {
  private static final long serialVersionUID = 1;
  private final String problem;
  private final int line;
  private final int column;

  public Malformed(String problem, int line, int column) {
    super("line " + line + ", column " + column + ": " + problem);
    this.problem = problem;
    this.line = line;
    this.column = column;
  }

  /// What is wrong, without the place.
  public String problem() {
    return problem;
  }

  public int line() {
    return line;
  }

  public int column() {
    return column;
  }
}
